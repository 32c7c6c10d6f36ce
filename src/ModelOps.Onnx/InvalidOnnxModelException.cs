namespace ModelOps.Onnx;

/// <summary>A file is not an ONNX model, is damaged, or exceeds a limit of <see cref="OnnxReadOptions"/>.</summary>
public sealed class InvalidOnnxModelException : ModelOpsException
{
    private const int ShownFindings = 5;

    /// <summary>Makes the error.</summary>
    /// <param name="where">Part of the model at fault.</param>
    /// <param name="problem">What is wrong there, and what was expected.</param>
    /// <param name="mend">What mends it.</param>
    /// <param name="innerException">The cause, if any.</param>
    public InvalidOnnxModelException(string where, string problem, string mend, Exception? innerException = null)
        : base(ModelOpsErrorKind.InvalidArgument, OnnxErrorCodes.InvalidModel, $"The ONNX model is invalid: {where}: {problem}. {mend}", innerException)
    {
        Where = where;
    }

    /// <summary>Makes the error of a model that can be read but breaks rules.</summary>
    /// <param name="findings">Rules broken, at least one.</param>
    public InvalidOnnxModelException(IReadOnlyList<OnnxFinding> findings)
        : base(ModelOpsErrorKind.InvalidArgument, OnnxErrorCodes.InvalidModel, Describe(findings))
    {
        Findings = findings;
        Where = findings[0].Where;
    }

    /// <summary>Part of the model at fault; the first one of several.</summary>
    public string Where { get; }

    /// <summary>All rules that the model breaks; empty when it could not be read that far.</summary>
    public IReadOnlyList<OnnxFinding> Findings { get; } = [];

    private static string Describe(IReadOnlyList<OnnxFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentOutOfRangeException.ThrowIfZero(findings.Count);
        string shown = string.Join("; ", findings.Take(ShownFindings));
        string more = findings.Count > ShownFindings ? $"; and {findings.Count - ShownFindings} more" : string.Empty;
        return $"The ONNX model is invalid: {shown}{more}. Export it anew, or read it with {nameof(OnnxReadOptions)}.{nameof(OnnxReadOptions.Validate)} off to look inside.";
    }
}
