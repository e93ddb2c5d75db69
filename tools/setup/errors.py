"""The one way set-up and serve.py fail: a sentence that says what to do."""


class SetupError(Exception):
    """Carries exactly one sentence for the person at the terminal."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence
