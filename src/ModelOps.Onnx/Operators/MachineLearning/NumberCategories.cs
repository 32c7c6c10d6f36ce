using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Categories that are integers. Elements of floating point lose their fraction; those that fit no integer are as in ONNX Runtime on x64.</summary>
/// <param name="input">The elements.</param>
/// <param name="places">The places of the categories.</param>
internal sealed class NumberCategories(Value input, NumberPlaces places) : ICategories
{
    /// <inheritdoc/>
    public int Find(int element) => places.Find(input.Type switch
    {
        OnnxElementType.Int64 => input.Elements<long>()[element],
        OnnxElementType.Int32 => input.Elements<int>()[element],
        OnnxElementType.Float => ToInteger(input.Elements<float>()[element]),
        _ => ToInteger(input.Elements<double>()[element]),
    });

    // What the machine's own conversion gives for all that fits no integer, where .NET would give the nearest one.
    private static long ToInteger(double value) => value is >= -9223372036854775808d and < 9223372036854775808d ? (long)value : long.MinValue;
}
