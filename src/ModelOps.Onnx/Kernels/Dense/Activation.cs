using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>A function and its two numbers.</summary>
/// <param name="Kind">Function.</param>
/// <param name="Alpha">First number of the functions that have one.</param>
/// <param name="Beta">Second number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Activation(ActivationKind Kind, float Alpha = 0, float Beta = 0)
{
    public static Activation None => default;

    public static Activation Relu => new(ActivationKind.Relu);

    /// <summary>Whether it is no more than two bounds, which the store of a product applies for nothing.</summary>
    public bool IsBounds => Kind is ActivationKind.None or ActivationKind.Relu or ActivationKind.Clip;

    /// <summary>Lower bound, if it is bounds.</summary>
    public float Low => Kind switch
    {
        ActivationKind.Relu => 0,
        ActivationKind.Clip => Alpha,
        _ => float.NegativeInfinity,
    };

    /// <summary>Upper bound, if it is bounds.</summary>
    public float High => Kind == ActivationKind.Clip ? Beta : float.PositiveInfinity;
}
