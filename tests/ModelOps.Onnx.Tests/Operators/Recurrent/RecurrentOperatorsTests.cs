using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Recurrent;

/// <summary>LSTM, GRU and RNN against ONNX Runtime. Tolerance 1e-5: many steps through exponentials of two libraries.</summary>
public class RecurrentOperatorsTests
{
    public static TheoryData<string, string, int, int, int, int> Shapes
    {
        get
        {
            TheoryData<string, string, int, int, int, int> data = [];
            foreach (string op in (string[])["LSTM", "GRU", "RNN"])
            {
                foreach (string direction in (string[])["forward", "reverse", "bidirectional"])
                {
                    data.Add(op, direction, 24, 1, 8, 32);
                    data.Add(op, direction, 5, 3, 4, 7);
                    data.Add(op, direction, 1, 9, 1, 17);
                    data.Add(op, direction, 70, 2, 3, 130);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_EachDirectionAndShape_AsOnnxRuntime(string op, string direction, int steps, int batch, int input, int hidden) =>
        Check(new Case(op, direction, steps, batch, input, hidden));

    [Theory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    [InlineData("RNN")]
    public void Run_AllInputs_AsOnnxRuntime(string op)
    {
        foreach (string direction in (string[])["forward", "reverse", "bidirectional"])
        {
            Check(new Case(op, direction, 6, 4, 3, 10) { Lengths = [6, 1, 3, 5], HasStates = true, HasPeepholes = true });
            Check(new Case(op, direction, 4, 2, 3, 5) { Lengths = [4, 4], HasStates = true, HasBias = false, Opset = 22 });
            Check(new Case(op, direction, 3, 2, 20, 16) { HasPeepholes = true, Opset = 9 });
        }
    }

    [Theory]
    [InlineData("LSTM", new[] { "Relu", "Sigmoid", "Softsign" })]
    [InlineData("LSTM", new[] { "HardSigmoid", "Tanh", "Elu" })]
    [InlineData("LSTM", new[] { "Sigmoid", "LeakyRelu", "Affine" })]
    [InlineData("GRU", new[] { "HardSigmoid", "Softsign" })]
    [InlineData("GRU", new[] { "Sigmoid", "ScaledTanh" })]
    [InlineData("RNN", new[] { "Relu" })]
    [InlineData("RNN", new[] { "ThresholdedRelu" })]
    public void Run_OtherActivations_AsOnnxRuntime(string op, string[] activations)
    {
        List<OnnxAttribute> attributes = [OnnxAttribute.Strings("activations", activations)];
        string[] withAlpha = ["LeakyRelu", "ThresholdedRelu", "Elu", "Affine", "ScaledTanh", "HardSigmoid"];
        if (activations.Any(withAlpha.Contains)) { attributes.Add(OnnxAttribute.Floats("activation_alpha", [.. activations.Where(withAlpha.Contains).Select(static (_, i) => 0.3f + (0.1f * i))])); }
        if (activations.Any(withAlpha[3..].Contains)) { attributes.Add(OnnxAttribute.Floats("activation_beta", [.. activations.Where(withAlpha[3..].Contains).Select(static (_, i) => 0.4f + (0.1f * i))])); }
        Check(new Case(op, "forward", 5, 2, 3, 9) { Attributes = attributes });
    }

    [Fact]
    public void Run_Clip_AsOnnxRuntime()
    {
        foreach (string op in (string[])["LSTM", "GRU", "RNN"])
        {
            Check(new Case(op, "forward", 5, 2, 3, 9) { Attributes = [OnnxAttribute.Float("clip", 0.2f)], HasPeepholes = true });
        }
    }

    [Fact]
    public void Run_LinearBeforeReset_AsOnnxRuntime()
    {
        foreach (string direction in (string[])["forward", "bidirectional"])
        {
            Check(new Case("GRU", direction, 24, 1, 8, 32) { Attributes = [OnnxAttribute.Int("linear_before_reset", 1)] });
            Check(new Case("GRU", direction, 7, 3, 5, 11) { Attributes = [OnnxAttribute.Int("linear_before_reset", 1)], Lengths = [7, 2, 6], HasStates = true });
        }
    }

    [Theory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    [InlineData("RNN")]
    public void Run_BatchFirst_SameAsTransposed(string op)
    {
        (int steps, int batch, int input, int hidden) = (6, 3, 4, 10);
        Case first = new(op, "bidirectional", steps, batch, input, hidden) { Lengths = [6, 2, 4], HasStates = true };
        Case second = first with { Attributes = [OnnxAttribute.Int("layout", 1)], Shape = new(batch, steps) };
        IReadOnlyList<OnnxTensor> inputs = first.Inputs();
        IReadOnlyList<OnnxTensor> expected = Oracle.RunSimd(SimdModel.Compile(first.Model()), inputs);
        IReadOnlyList<OnnxTensor> swapped = [.. inputs.Select(static t => t.Shape.Count == 3 ? Permute(t, [1, 0, 2]) : t)];

        IReadOnlyList<OnnxTensor> actual = Oracle.RunSimd(SimdModel.Compile(second.Model()), swapped);

        Oracle.AssertClose(Permute(expected[0], [2, 0, 1, 3]), actual[0], 0, 1e-6);
        for (int i = 1; i < expected.Count; i++) { Oracle.AssertClose(Permute(expected[i], [1, 0, 2]), actual[i], 0, 1e-6); }
    }

    [Fact]
    public void Run_OneOutputAlone_AsOnnxRuntime()
    {
        foreach (string[] outputs in (string[][])[["y"], ["", "h"], ["", "", "c"]]) { Check(new Case("LSTM", "forward", 5, 2, 3, 9) { Outputs = outputs }); }
    }

    [Fact]
    public void Run_LengthBeyondSteps_IsAnError()
    {
        Case wrong = new("LSTM", "forward", 5, 2, 3, 9) { Lengths = [6, 1] };

        Assert.ThrowsAny<ModelOpsException>(() => Oracle.RunSimd(SimdModel.Compile(wrong.Model()), wrong.Inputs()));
    }

    [Theory]
    [InlineData("W")]
    [InlineData("direction")]
    [InlineData("activations")]
    public void Compile_WhatItCannotRun_IsRefused(string what)
    {
        Case plain = new("LSTM", "forward", 5, 2, 3, 9);
        OnnxModel model = what switch
        {
            "direction" => (plain with { Direction = "sideways" }).Model(),
            "activations" => (plain with { Attributes = [OnnxAttribute.Strings("activations", ["Softplus", "Tanh", "Tanh"])] }).Model(),
            _ => plain.Model() with
            {
                Graph = plain.Model().Graph with
                {
                    Inputs = [.. plain.Model().Graph.Inputs, new OnnxValueInfo("W", OnnxElementType.Float, [1, 36, 3])],
                    Initializers = [.. plain.Model().Graph.Initializers.Where(static t => t.Name != "W")],
                },
            },
        };

        Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
    }

    private static void Check(Case test) => Oracle.Check(test.Model(), test.Inputs(), absolute: 1e-5);

    private static OnnxTensor Permute(OnnxTensor tensor, int[] order)
    {
        float[] from = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        long[] shape = [.. order.Select(i => tensor.Shape[i])];
        float[] to = new float[from.Length];
        for (int i = 0; i < to.Length; i++)
        {
            long[] at = new long[order.Length];
            long rest = i;
            for (int d = order.Length - 1; d >= 0; d--)
            {
                at[order[d]] = rest % shape[d];
                rest /= shape[d];
            }

            long source = 0;
            for (int d = 0; d < order.Length; d++) { source = (source * tensor.Shape[d]) + at[d]; }
            to[i] = from[source];
        }

        return OnnxTensor.Floats(tensor.Name, shape, to);
    }

    private sealed record Case(string Op, string Direction, int Steps, int Batch, int Input, int Hidden)
    {
        public int[]? Lengths { get; init; }
        public bool HasStates { get; init; }
        public bool HasBias { get; init; } = true;
        public bool HasPeepholes { get; init; }
        public int Opset { get; init; } = 14;
        public IReadOnlyList<OnnxAttribute> Attributes { get; init; } = [];
        public string[]? Outputs { get; init; }

        /// <summary>First two dimensions of the input, if they are swapped.</summary>
        public (long First, long Second)? Shape { get; init; }

        private int Gates => Op switch { "LSTM" => 4, "GRU" => 3, _ => 1 };

        private int Directions => Direction == "bidirectional" ? 2 : 1;

        private bool IsLstm => Op == "LSTM";

        public OnnxModel Model()
        {
            List<string> names = ["x", "W", "R", HasBias ? "B" : "", Lengths is null ? "" : "lengths", HasStates ? "h0" : ""];
            if (IsLstm) { names.AddRange([HasStates ? "c0" : "", HasPeepholes ? "P" : ""]); }
            while (names[^1].Length == 0) { names.RemoveAt(names.Count - 1); }
            string[] outputs = Outputs ?? (IsLstm ? ["y", "h", "c"] : ["y", "h"]);
            OnnxNode node = new(Op, names, outputs)
            {
                Attributes = [OnnxAttribute.Int("hidden_size", Hidden), OnnxAttribute.String("direction", Direction), .. Attributes],
            };
            List<OnnxTensor> constants =
            [
                Drawn.Floats("W", 1, 0.5f, Directions, Gates * Hidden, Input),
                Drawn.Floats("R", 2, 2 / MathF.Sqrt(Hidden + 1f), Directions, Gates * Hidden, Hidden),
            ];
            if (HasBias) { constants.Add(Drawn.Floats("B", 3, 0.5f, Directions, 2 * Gates * Hidden)); }
            if (IsLstm && HasPeepholes) { constants.Add(Drawn.Floats("P", 4, 0.5f, Directions, 3 * Hidden)); }
            IReadOnlyList<OnnxTensor> inputs = Inputs();
            bool isSwapped = Shape is not null;
            return NodeModel.Of(
                Opset,
                node,
                [.. inputs.Select(t => isSwapped && t.Shape.Count == 3 ? new OnnxValueInfo(t.Name, t.ElementType, [t.Shape[1], t.Shape[0], t.Shape[2]]) : NodeModel.InputLike(t, isOpen: false))],
                [.. Enumerable.Repeat(OnnxElementType.Float, 3)],
                constants);
        }

        public IReadOnlyList<OnnxTensor> Inputs()
        {
            List<OnnxTensor> inputs = [Drawn.Floats("x", 5, 1.5f, Steps, Batch, Input)];
            if (Lengths is not null) { inputs.Add(new OnnxTensor("lengths", OnnxElementType.Int32, [Batch], System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(Lengths).ToArray())); }
            if (HasStates) { inputs.Add(Drawn.Floats("h0", 6, 1, Directions, Batch, Hidden)); }
            if (HasStates && IsLstm) { inputs.Add(Drawn.Floats("c0", 7, 1, Directions, Batch, Hidden)); }
            return inputs;
        }
    }
}
