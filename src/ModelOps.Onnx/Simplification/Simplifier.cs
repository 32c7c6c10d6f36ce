namespace ModelOps.Onnx.Simplification;

/// <summary>Simplifies a model until nothing changes.</summary>
internal static class Simplifier
{
    // Rounds are few: one pass follows a chain to its end. The bound is for models made to need more.
    private const int MaxRounds = 32;

    private static readonly ISimplification[] All =
    [
        new ConstantFolding(), new KnownContent(), new NoOperations(), new TransposePairs(), new ReshapePairs(), new NeutralOperands(), new DuplicateConstants(), new CommonSubexpressions(),
        new BatchNormalizationFusion(), new MatMulAddFusion(), new GemmScaling(), new DeadNodes(),
    ];

    public static OnnxModel Simplify(OnnxModel model, OnnxSimplifyOptions options)
    {
        model = WithConstants(model);
        for (int round = 0; round < MaxRounds; round++)
        {
            SimplifiedGraph graph = new(model, options);
            bool changed = false;
            foreach (ISimplification simplification in All) { changed |= simplification.Apply(graph); }
            model = model with { Graph = graph.Editor.ToGraph() };
            if (!changed) { break; }
        }

        return model;
    }

    // Before version 4 of the format all initializers are listed as inputs too, and are constants nevertheless.
    private static OnnxModel WithConstants(OnnxModel model)
    {
        if (model.IrVersion >= 4) { return model; }
        HashSet<string> constants = new(model.Graph.Initializers.Select(static tensor => tensor.Name), StringComparer.Ordinal);
        return model with { IrVersion = 4, Graph = model.Graph with { Inputs = [.. model.Graph.Inputs.Where(input => !constants.Contains(input.Name))] } };
    }
}
