namespace ModelOps.Onnx.Quantization;

/// <summary>A model, or the data to calibrate it with, cannot be quantized.</summary>
/// <param name="where">Part of the model, or of the data, at fault.</param>
/// <param name="problem">What is wrong there, and what was expected.</param>
/// <param name="mend">What mends it.</param>
public sealed class QuantizationException(string where, string problem, string mend)
    : ModelOpsException(ModelOpsErrorKind.InvalidArgument, OnnxErrorCodes.CannotQuantize, $"The model cannot be quantized: {where}: {problem}. {mend}")
{
    /// <summary>Part of the model, or of the data, at fault.</summary>
    public string Where { get; } = where;
}
