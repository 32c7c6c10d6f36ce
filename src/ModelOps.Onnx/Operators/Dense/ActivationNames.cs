using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Activations by the names that ONNX gives them, with the numbers they have when none are said.</summary>
internal static class ActivationNames
{
    /// <summary>Finds one; case does not matter. Null if it is unknown.</summary>
    public static Activation? Find(string name) => name.ToUpperInvariant() switch
    {
        "NONE" => Activation.None,
        "RELU" => Activation.Relu,
        "CLIP" => new Activation(ActivationKind.Clip, float.MinValue, float.MaxValue),
        "SIGMOID" => new Activation(ActivationKind.Sigmoid),
        "TANH" => new Activation(ActivationKind.Tanh),
        "LEAKYRELU" => new Activation(ActivationKind.LeakyRelu, 0.01f),
        "THRESHOLDEDRELU" => new Activation(ActivationKind.ThresholdedRelu, 1f),
        "HARDSIGMOID" => new Activation(ActivationKind.HardSigmoid, 0.2f, 0.5f),
        "ELU" => new Activation(ActivationKind.Elu, 1f),
        "SOFTSIGN" => new Activation(ActivationKind.Softsign),
        "AFFINE" => new Activation(ActivationKind.Affine, 1f),
        "SCALEDTANH" => new Activation(ActivationKind.ScaledTanh, 1f, 1f),
        "GELU" => new Activation(ActivationKind.Gelu),
        "GELUTANH" => new Activation(ActivationKind.GeluTanh),
        "SWISH" => new Activation(ActivationKind.Swish, 1f),
        _ => null,
    };
}
