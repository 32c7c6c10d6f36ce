namespace ModelOps.OpenInference.Client.Rest;

/// <summary>An answer is not of the protocol; the transport says whose it was.</summary>
internal sealed class UnusableAnswerException(string message, Exception? innerException = null) : Exception(message, innerException);
