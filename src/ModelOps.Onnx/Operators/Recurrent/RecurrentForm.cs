using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Kernels.Recurrent;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Recurrent;

/// <summary>What the recurrent operators have in common: weights and attributes.</summary>
/// <param name="Weights">Weights.</param>
/// <param name="Direction">Direction.</param>
/// <param name="Activations">Those of a direction, then those of the other.</param>
/// <param name="Clip">Bound for what activations get; 0 for none.</param>
/// <param name="IsBatchFirst">Whether <c>layout</c> is 1.</param>
internal sealed record RecurrentForm(RecurrentWeights Weights, RecurrentDirection Direction, Activation[] Activations, float Clip, bool IsBatchFirst)
{
    /// <summary>Number of directions.</summary>
    public int Directions => Direction == RecurrentDirection.Bidirectional ? 2 : 1;

    /// <summary>Reads a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="gates">Gates of a cell.</param>
    /// <param name="defaults">Activations of a cell when none are said.</param>
    /// <exception cref="UnsupportedNodeException">The node cannot be run.</exception>
    public static RecurrentForm Read(NodeContext node, int gates, string[] defaults)
    {
        for (int i = 0; i < node.InputCount; i++)
        {
            if (node.HasInput(i)) { node.RequireType(i, i == 4 ? OnnxElementType.Int32 : OnnxElementType.Float); }
        }

        RecurrentDirection direction = node.Attributes.String("direction", "forward") switch
        {
            "forward" => RecurrentDirection.Forward,
            "reverse" => RecurrentDirection.Reverse,
            "bidirectional" => RecurrentDirection.Bidirectional,
            string other => throw new UnsupportedNodeException($"direction '{other}' is unknown"),
        };
        int directions = direction == RecurrentDirection.Bidirectional ? 2 : 1;
        return new RecurrentForm(
            ReadWeights(node, directions, gates),
            direction,
            ReadActivations(node.Attributes, directions, defaults),
            node.Attributes.Float("clip", 0),
            node.Attributes.Flag("layout"));
    }

    /// <summary>The activations of a direction.</summary>
    public ReadOnlySpan<Activation> ActivationsOf(int direction) => Activations.AsSpan(direction * Activations.Length / Directions, Activations.Length / Directions);

    private static RecurrentWeights ReadWeights(NodeContext node, int directions, int gates)
    {
        if (node.Constant(1) is not { Shape.Count: 3 } w || node.Constant(2) is not { Shape.Count: 3 } r) { throw new UnsupportedNodeException("its weights are no constants"); }
        (int hidden, int input) = ((int)r.Shape[2], (int)w.Shape[2]);
        Expect(w, directions, (long)gates * hidden, input);
        Expect(r, directions, (long)gates * hidden, hidden);
        if (node.Attributes.Has("hidden_size") && node.Attributes.Int("hidden_size", 0) != hidden) { throw new UnsupportedNodeException($"hidden_size does not fit weights for {hidden}"); }
        float[] b = Optional(node, 3, directions, 2L * gates * hidden);
        float[] p = gates == 4 ? Optional(node, 7, directions, 3L * hidden) : [];
        return new RecurrentWeights(input, hidden, w.Span<float>().ToArray(), r.Span<float>().ToArray(), b, p);
    }

    private static float[] Optional(NodeContext node, int index, params ReadOnlySpan<long> shape)
    {
        if (!node.HasInput(index)) { return []; }
        OnnxTensor tensor = node.Constant(index) ?? throw new UnsupportedNodeException($"input {index} is no constant");
        Expect(tensor, shape);
        return tensor.Span<float>().ToArray();
    }

    private static void Expect(OnnxTensor tensor, params ReadOnlySpan<long> shape)
    {
        if (!tensor.Shape.ToArray().AsSpan().SequenceEqual(shape))
        {
            throw new UnsupportedNodeException($"'{tensor.Name}' is [{string.Join(',', tensor.Shape)}], and [{string.Join(',', shape.ToArray())}] is needed");
        }
    }

    private static Activation[] ReadActivations(NodeAttributes attributes, int directions, string[] defaults)
    {
        IReadOnlyList<string> names = attributes.Strings("activations") is { Count: > 0 } given ? given : [.. Enumerable.Repeat(defaults, directions).SelectMany(static d => d)];
        if (names.Count != directions * defaults.Length) { throw new UnsupportedNodeException($"it has {names.Count} activations, and {directions * defaults.Length} are needed"); }
        Queue<float> alphas = new(attributes.Floats("activation_alpha"));
        Queue<float> betas = new(attributes.Floats("activation_beta"));
        return [.. names.Select(name => WithNumbers(name, alphas, betas))];
    }

    /// <summary>Numbers are given in order to those activations that have some.</summary>
    private static Activation WithNumbers(string name, Queue<float> alphas, Queue<float> betas)
    {
        Activation activation = ActivationNames.Find(name) ?? throw new UnsupportedNodeException($"activation '{name}' is unknown");
        bool hasBeta = activation.Kind is ActivationKind.Affine or ActivationKind.ScaledTanh or ActivationKind.HardSigmoid;
        bool hasAlpha = hasBeta || activation.Kind is ActivationKind.LeakyRelu or ActivationKind.ThresholdedRelu or ActivationKind.Elu;
        if (hasAlpha && alphas.TryDequeue(out float alpha)) { activation = activation with { Alpha = alpha }; }
        return hasBeta && betas.TryDequeue(out float beta) ? activation with { Beta = beta } : activation;
    }
}
