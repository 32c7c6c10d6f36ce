namespace ModelOps.Onnx;

/// <summary>The stable codes of <see cref="ModelOpsException.Code"/> that this package adds.</summary>
public static class OnnxErrorCodes
{
    /// <summary>A file is not an ONNX model, is damaged, or exceeds a limit.</summary>
    public const string InvalidModel = "INVALID_ONNX_MODEL";
}
