using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>The activation that a node carries along: attributes <c>activation</c>, <c>activation_alpha</c> and <c>activation_beta</c> of ONNX Runtime's fused operators.</summary>
internal static class FusedActivation
{
    /// <summary>Name of the attribute.</summary>
    public const string Name = "activation";

    /// <summary>Name of the attribute with the first number.</summary>
    public const string Alpha = "activation_alpha";

    /// <summary>Name of the attribute with the second number.</summary>
    public const string Beta = "activation_beta";

    /// <summary>Reads it; none if there is none.</summary>
    /// <exception cref="UnsupportedNodeException">It is unknown.</exception>
    public static Activation Read(NodeAttributes attributes)
    {
        string name = attributes.String(Name, string.Empty);
        if (name.Length == 0) { return Activation.None; }
        Activation activation = ActivationNames.Find(name) ?? throw new UnsupportedNodeException($"activation '{name}' is unknown");
        return activation with { Alpha = attributes.Float(Alpha, activation.Alpha), Beta = attributes.Float(Beta, activation.Beta) };
    }

    /// <summary>The attributes that say it.</summary>
    public static IEnumerable<OnnxAttribute> Write(Activation activation) =>
        [OnnxAttribute.String(Name, activation.Kind.ToString()), OnnxAttribute.Float(Alpha, activation.Alpha), OnnxAttribute.Float(Beta, activation.Beta)];
}
