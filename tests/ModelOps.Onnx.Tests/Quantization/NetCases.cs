namespace ModelOps.Onnx.Tests.Quantization;

internal static class NetCases
{
    public static OnnxModel Net(string name) => name switch
    {
        "mlp" => Nets.Mlp([12, 32, 16, 3]),
        "plain mlp" => Nets.Mlp([12, 32, 16, 3], isTransposed: false),
        "convolutions" => Nets.Convolutions(),
        "attention" => Nets.Attention(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
