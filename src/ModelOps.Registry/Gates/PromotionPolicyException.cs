namespace ModelOps.Registry.Gates;

/// <summary>A document of policies cannot be read as such.</summary>
public sealed class PromotionPolicyException : ModelOpsException
{
    /// <summary>Code of the error.</summary>
    public const string ErrorCode = "PROMOTION_POLICY_INVALID";

    internal PromotionPolicyException(string message, long line, Exception? innerException = null)
        : base(ModelOpsErrorKind.InvalidArgument, ErrorCode, $"Line {line} of the promotion policies: {message}", innerException) => Line = line;

    /// <summary>Line, from 1.</summary>
    public long Line { get; }
}
