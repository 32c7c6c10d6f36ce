namespace ModelOps.OpenInference;

/// <summary>The codes of <see cref="ModelOpsException.Code"/> that only calls of remote models have.</summary>
public static class OpenInferenceErrorCodes
{
    /// <summary>No server could be reached.</summary>
    public const string ServerUnreachable = "SERVER_UNREACHABLE";

    /// <summary>A server answered what the client cannot use.</summary>
    public const string ServerAnswerUnusable = "SERVER_ANSWER_UNUSABLE";
}
