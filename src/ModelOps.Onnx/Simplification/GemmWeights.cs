namespace ModelOps.Onnx.Simplification;

/// <summary>Weights of a <c>Gemm</c> whose matrix and bias are constant: <c>y = alpha x B + C</c>.</summary>
internal sealed class GemmWeights
{
    private readonly OnnxNode _node;
    private readonly OnnxElementType _type;
    private readonly double[] _b;
    private readonly double[] _c;
    private readonly double _alpha;

    private GemmWeights(OnnxNode node, OnnxElementType type, int rows, int columns, double[] b, double[] c)
    {
        (_node, _type, Rows, Columns, _b, _c) = (node, type, rows, columns, b, c);
        _alpha = NodeAttribute.Float(node, "alpha", 1);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Reads a node; null when it is none such.</summary>
    public static GemmWeights? Read(SimplifiedGraph graph, OnnxNode node)
    {
        if (!SimplifiedGraph.Is(node, "Gemm") || node.Inputs.Count < 2 || Weights.Read(graph, node.Inputs[1]) is not { } given || graph.Editor.Constant(node.Inputs[1]) is not { Shape: [var first, var second] } tensor) { return null; }
        bool turned = NodeAttribute.Int(node, "transB", 0) != 0;
        (int rows, int columns) = turned ? ((int)second, (int)first) : ((int)first, (int)second);
        double[]? c = new double[columns];
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0)
        {
            double beta = NodeAttribute.Float(node, "beta", 1);
            c = Weights.ReadRow(graph, node.Inputs[2], columns) is { } row ? Array.ConvertAll(row, value => value * beta) : null;
        }

        double[] b = new double[given.Length];
        for (int k = 0; k < rows; k++)
        {
            for (int n = 0; n < columns; n++) { b[(k * columns) + n] = given[turned ? (n * rows) + k : (k * columns) + n]; }
        }

        return c is null ? null : new GemmWeights(node, tensor.ElementType, rows, columns, b, c);
    }

    /// <summary>Lets the result be multiplied and moved.</summary>
    public void After(double[] factor, double[] shift)
    {
        for (int i = 0; i < _b.Length; i++) { _b[i] *= factor[i % Columns]; }
        for (int n = 0; n < Columns; n++) { _c[n] = (_c[n] * factor[n]) + shift[n]; }
    }

    /// <summary>Lets the input be multiplied, then moved.</summary>
    public void Before(double[] factor, double[] shift)
    {
        for (int k = 0; k < Rows; k++)
        {
            for (int n = 0; n < Columns; n++)
            {
                _c[n] += _alpha * shift[k] * _b[(k * Columns) + n];
                _b[(k * Columns) + n] *= factor[k];
            }
        }
    }

    /// <summary>The node with these weights; null when a weight is not finite.</summary>
    public OnnxNode? Write(SimplifiedGraph graph, string input, string output)
    {
        if (!Weights.AreFinite(_b, _type) || !Weights.AreFinite(_c, _type)) { return null; }
        string b = graph.Editor.AddConstant(Weights.Write($"{_node.Inputs[1]}_fused", _type, [Rows, Columns], _b));
        string c = graph.Editor.AddConstant(Weights.Write($"{b}_bias", _type, [Columns], _c));
        return _node with { Inputs = [input, b, c], Outputs = [output], Attributes = [.. _node.Attributes.Where(static attribute => attribute.Name is not ("transB" or "beta"))] };
    }
}
