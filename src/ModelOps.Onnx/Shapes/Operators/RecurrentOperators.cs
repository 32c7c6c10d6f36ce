namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Recurrent layers: <c>Y</c>, then the last state, then (LSTM) the last cell.</summary>
internal static class RecurrentOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(static node => Recur(node, 1), "RNN");
        registry.Add(static node => Recur(node, 3), "GRU");
        registry.Add(static node => Recur(node, 4), "LSTM");
        registry.Add(OperatorRegistry.Microsoft, static node => Recur(node, 0), "DynamicQuantizeLSTM");
    }

    /// <summary>A recurrent layer.</summary>
    /// <param name="node">The node.</param>
    /// <param name="gates">Matrices side by side in the weights <c>W</c> of shape [directions, gates * hidden, features]; 0 when they have another layout.</param>
    private static void Recur(NodeContext node, int gates)
    {
        if (!node.MayHaveRank(0, 3) || !node.MayHaveRank(1, 3) || !node.MayHaveRank(2, 3)) { return; }
        bool batchFirst = node.Flag("layout");
        Dim[] x = node.Shape(0) ?? ConstantOperators.Unknown(3);
        Dim steps = x[batchFirst ? 1 : 0];
        Dim batch = x[batchFirst ? 0 : 1];
        Dim directions = node.Text("direction", "forward") == "bidirectional" ? 2 : 1;
        Dim hidden = node.HasAttribute("hidden_size") ? node.Int("hidden_size", 0) : gates > 0 && node.Shape(2) is [_, _, var size] ? size : Dim.Unknown;
        if (hidden.IsKnown && hidden.Value < 1)
        {
            node.Find(OnnxRule.Attribute, $"its hidden size is {hidden}");
            return;
        }

        if (gates > 0) { CheckWeights(node, gates, x[2], directions, hidden); }
        node.Set(0, node.Type(0), batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]);
        Dim[] last = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
        node.Set(1, node.Type(0), last);
        node.Set(2, node.Type(0), last);
    }

    private static void CheckWeights(NodeContext node, int gates, Dim features, Dim directions, Dim hidden)
    {
        node.ExpectSameType(0, 1);
        node.ExpectSameType(0, 2);
        Dim rows = DimMath.Multiply(hidden, gates);
        if (node.Shape(1) is { } w)
        {
            node.ExpectSameSize(w[0], directions, "directions, and those of W,");
            node.ExpectSameSize(w[1], rows, "rows of W, and gates times the hidden size,");
            node.ExpectSameSize(w[2], features, "columns of W, and features,");
        }

        if (node.Shape(2) is { } r)
        {
            node.ExpectSameSize(r[0], directions, "directions, and those of R,");
            node.ExpectSameSize(r[1], rows, "rows of R, and gates times the hidden size,");
            node.ExpectSameSize(r[2], hidden, "columns of R, and the hidden size,");
        }
    }
}
