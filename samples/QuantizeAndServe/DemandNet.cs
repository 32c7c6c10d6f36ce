using ModelOps.Onnx;

namespace QuantizeAndServe;

/// <summary>A net of dense layers with Relu between them, trained here and exported to ONNX. The export takes raw features: scaling is part of the graph.</summary>
internal sealed class DemandNet
{
    private readonly Layer[] _layers;
    private readonly float[] _means;
    private readonly float[] _deviations;

    private DemandNet(int[] widths, RidershipRows rows, Random random)
    {
        _layers = [.. Enumerable.Range(1, widths.Length - 1).Select(i => new Layer(widths[i - 1], widths[i], random))];
        int columns = widths[0];
        _means = new float[columns];
        _deviations = new float[columns];
        for (int c = 0; c < columns; c++)
        {
            double[] column = [.. Enumerable.Range(0, rows.Count).Select(r => (double)rows.Features[(r * columns) + c])];
            double mean = column.Average();
            _means[c] = (float)mean;
            _deviations[c] = (float)Math.Max(1e-3, Math.Sqrt(column.Average(v => (v - mean) * (v - mean))));
        }
    }

    /// <summary>Trains on rows, with squared error.</summary>
    public static DemandNet Train(RidershipRows rows, int[] widths, int epochs, int seed)
    {
        const int Batch = 32;
        Random random = new(seed);
        DemandNet net = new(widths, rows, random);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        float[][] values = [.. widths.Select(static w => new float[w])], gradients = [.. widths.Select(static w => new float[w])];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            float rate = 0.001f * (1 - ((float)epoch / epochs));
            for (int i = 0; i < order.Length; i++)
            {
                net.Learn(rows, order[i], values, gradients, 1f / Batch);
                if (i % Batch != Batch - 1 && i != order.Length - 1) { continue; }
                foreach (Layer layer in net._layers) { layer.Step(rate); }
            }
        }

        return net;
    }

    /// <summary>The net as an ONNX model: input <c>x</c>, output <c>y</c>.</summary>
    public OnnxModel Export()
    {
        List<OnnxNode> nodes = [new OnnxNode("Sub", ["x", "means"], ["centred"]), new OnnxNode("Div", ["centred", "deviations"], ["scaled"])];
        List<OnnxTensor> constants = [OnnxTensor.Floats("means", [_means.Length], _means), OnnxTensor.Floats("deviations", [_deviations.Length], _deviations)];
        string value = "scaled";
        for (int i = 0; i < _layers.Length; i++)
        {
            Layer layer = _layers[i];
            bool isLast = i == _layers.Length - 1;
            constants.Add(OnnxTensor.Floats($"weights{i}", [layer.Outputs, layer.Inputs], layer.Weights));
            constants.Add(OnnxTensor.Floats($"biases{i}", [layer.Outputs], layer.Biases));
            nodes.Add(new OnnxNode("Gemm", [value, $"weights{i}", $"biases{i}"], [isLast ? "y" : $"sum{i}"]) { Name = $"layer{i}", Attributes = [OnnxAttribute.Int("transB", 1)] });
            if (!isLast) { nodes.Add(new OnnxNode("Relu", [$"sum{i}"], [$"value{i}"])); }
            value = $"value{i}";
        }

        return new OnnxModel
        {
            Graph = new OnnxGraph
            {
                Name = "demand",
                Nodes = nodes,
                Initializers = constants,
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, _means.Length])],
                Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])],
            },
            OperatorSets = new Dictionary<string, long> { [""] = 17 },
        };
    }

    private void Learn(RidershipRows rows, int row, float[][] values, float[][] gradients, float share)
    {
        for (int c = 0; c < _means.Length; c++) { values[0][c] = (rows.Features[(row * _means.Length) + c] - _means[c]) / _deviations[c]; }
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Forward(values[i], values[i + 1]);
            for (int o = 0; i < _layers.Length - 1 && o < values[i + 1].Length; o++) { values[i + 1][o] = MathF.Max(0, values[i + 1][o]); }
        }

        gradients[^1][0] = 2 * share * (values[^1][0] - rows.Targets[row]);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            _layers[i].Backward(values[i], gradients[i + 1], gradients[i]);
            for (int o = 0; o < values[i].Length; o++) { gradients[i][o] = values[i][o] > 0 ? gradients[i][o] : 0; } // what Relu passed
        }
    }
}
