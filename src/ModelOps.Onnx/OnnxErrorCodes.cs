namespace ModelOps.Onnx;

/// <summary>The stable codes of <see cref="ModelOpsException.Code"/> that this package adds.</summary>
public static class OnnxErrorCodes
{
    /// <summary>A file is not an ONNX model, is damaged, or exceeds a limit.</summary>
    public const string InvalidModel = "INVALID_ONNX_MODEL";

    /// <summary>A description of a tree ensemble means no forest, or one that this package does not take.</summary>
    public const string InvalidForest = "INVALID_FOREST";

    /// <summary>A model has parts that the managed engine cannot run.</summary>
    public const string UnsupportedModel = "UNSUPPORTED_ONNX_MODEL";

    /// <summary>A model, or the data to calibrate it with, cannot be quantized.</summary>
    public const string CannotQuantize = "CANNOT_QUANTIZE";
}
