using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Execution;

public class SimdModelTests
{
    private static readonly OnnxModel Flat = NodeModel.Of(
        13, new OnnxNode("Flatten", ["x"], ["y"]), [new("x", OnnxElementType.Float, [-1, 2, 2])], [OnnxElementType.Float]);

    [Fact]
    public void Compile_UnknownOperators_ListsThemAll()
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new OnnxNode("Loop", ["x"], ["a"]), new OnnxNode("Identity", ["a"], ["b"]), new OnnxNode("Magic", ["b"], ["y"]) { Domain = "com.microsoft", Name = "wand" }],
            [new("x", OnnxElementType.Float, [-1])],
            [new("y", OnnxElementType.Float, [-1])]);
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Equal(["Loop-13", "com.microsoft.Magic-1"], e.Nodes.Select(static n => n.Operator));
        Assert.Equal("wand", e.Nodes[1].Node);
        Assert.Contains("ONNX Runtime", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_OperatorOfTheEnginesOwn_IsRefusedInFiles()
    {
        OnnxModel model = NodeModel.Of(13, new OnnxNode("TreeEnsembleRegressor", ["x"], ["y"]) { Domain = "com.modelops.fused" }, [new("x", OnnxElementType.Float, [-1, 2])], [OnnxElementType.Float]);
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Equal("com.modelops.fused.TreeEnsembleRegressor-1 'y': the domain is the engine's own", Assert.Single(e.Nodes).ToString());
    }

    [Fact]
    public void Compile_InputOrOutputThatAnOperatorLacks_IsRefused()
    {
        OnnxModel few = NodeModel.Of(13, new OnnxNode("Reshape", ["x"], ["y"]), [new("x", OnnxElementType.Float, [2])], [OnnxElementType.Float]);
        Assert.Contains("missing", Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(few)).Message, StringComparison.Ordinal);
        OnnxModel many = NodeModel.Of(13, new OnnxNode("Identity", ["x"], ["y", "z"]), [new("x", OnnxElementType.Float, [2])], [OnnxElementType.Float, OnnxElementType.Float]);
        Assert.Contains("output 'z' is none that the operator has", Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(many)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> ShortNodes => new()
    {
        { "Gemm x", "input 1 is missing" },
        { "MatMul x", "input 1 is missing" },
        { "MatMul x; Add h", "input 1 is missing" },
        { "MatMul x w; Add h", "input 1 is missing" },
        { "Transpose; Gemm h w", "input 0 is missing" },
        { "Conv x; BatchNormalization h w w w w", "input 1 is missing" },
        { "Gemm x w; BatchNormalization h", "input 1 is no constant of floats" },
        { "Gemm; Relu h", "input 0 is missing" },
        { "MatMulInteger; Cast h", "input 0 is missing" },
        { "LinearRegressor", "input 0 is missing" },
        { "Scaler; LinearRegressor h", "input 0 is missing" },
        { "QuantizeLinear; QLinearMatMul h", "input 0 is missing" },
        { "DequantizeLinear; MatMul h w", "input 1 is missing" },
        { "DequantizeLinear; Add h h", "input 1 is missing" },
        { "Add; QuantizeLinear h w w", "input 0 is missing" },
        { "Dropout", "input 0 is missing" },
        { "Dropout x w empty", "it trains" },
        { "Dropout x w w", "it trains" },
    };

    [Theory]
    [MemberData(nameof(ShortNodes))]
    public void Compile_NodesWithTooFewInputs_AreRefusedForThat(string chain, string why)
    {
        OnnxNode[] nodes = [.. chain.Split("; ").Select(static (text, i) =>
        {
            string[] words = text.Split(' ');
            string domain = words[0] is "LinearRegressor" or "Scaler" ? "ai.onnx.ml" : string.Empty;
            return new OnnxNode(words[0], words[1..], [i == 0 ? "h" : "y"]) { Domain = domain };
        })];
        OnnxModel model = NodeModel.Of(
            14,
            nodes,
            [new("x", OnnxElementType.Float, [2, 2])],
            [new(nodes[^1].Outputs[0], OnnxElementType.Float, []) { HasShape = false }],
            OnnxTensor.Floats("w", [2, 2], [1, 2, 3, 4]),
            new OnnxTensor("empty", OnnxElementType.Bool, [0], Array.Empty<byte>()));
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Contains(e.Nodes, n => n.Why == why);
        Assert.DoesNotContain(e.Nodes, static n => n.Why.Contains("contradict", StringComparison.Ordinal));
    }

    [Fact]
    public void Compile_ShapesThatCannotFit_Refuses()
    {
        OnnxModel model = NodeModel.Of(
            13, new OnnxNode("Reshape", ["x", "s"], ["y"]), [new("x", OnnxElementType.Float, [7])], [OnnxElementType.Float], OnnxTensor.Int64s("s", [2], [2, 3]));
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Contains("cannot have the shape [2,3]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_OpenBatch_ShowsInTheOutput()
    {
        ModelSignature signature = SimdModel.Compile(Flat).Signature;
        Assert.Equal("x: FP32[-1,2,2] -> y: FP32[-1,4]", signature.ToString());
    }

    [Fact]
    public void SetInput_WrongShapeOrCount_NamesInputExpectedAndFound()
    {
        SimdModel model = SimdModel.Compile(Flat, new SimdModelOptions { Name = "flat" });
        InvalidInferenceRequestException e = Assert.Throws<InvalidInferenceRequestException>(() =>
        {
            using SimdCall call = model.StartCall();
            call.SetInput<float>(0, [1, 3], [1, 2, 3]);
        });
        Assert.Equal(("flat", "x", "x: FP32[-1,2,2]", "shape [1,3]"), (e.Model, e.Tensor, e.Expected, e.Actual));
        e = Assert.Throws<InvalidInferenceRequestException>(() =>
        {
            using SimdCall call = model.StartCall();
            call.SetInput<float>(0, [1, 2, 2], [1, 2, 3]);
        });
        Assert.Equal(("16 bytes", "12 bytes"), (e.Expected, e.Actual));
    }

    [Fact]
    public void Run_ManyCallsOfManyShapes_AllocateNothing()
    {
        SimdModel model = SimdModel.Compile(Flat);
        float[] rows = [.. Enumerable.Range(0, 64).Select(static i => (float)i)];
        float[] outputs = new float[64];
        Call(16);
        Assert.Equal(0, Allocations.Fewest(CallAll, calls: 1));
        Assert.Equal(rows[..16], outputs[..16]);

        void CallAll()
        {
            for (int i = 0; i < 100; i++) { Call((i % 16) + 1); }
        }

        void Call(int count) => model.Run(rows.AsSpan(0, 4 * count), outputs.AsSpan(0, 4 * count));
    }

    [Fact]
    public void Run_ElementsThatFillNoRow_IsRefused()
    {
        SimdModel model = SimdModel.Compile(Flat);
        Assert.Throws<ArgumentException>(() => model.Run(new float[5], new float[5]));
        Assert.Throws<ArgumentException>(() => model.Run(new float[8], new float[4]));
    }

    [Fact]
    public void Run_FromManyThreads_EachGetsItsOwnAnswer()
    {
        SimdModel model = SimdModel.Compile(Flat);
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            int count = (i % 7) + 1;
            float[] rows = [.. Enumerable.Range(0, 4 * count).Select(j => (float)(i + j))];
            float[] outputs = new float[4 * count];
            model.Run(rows, outputs);
            Assert.Equal(rows, outputs);
        });
    }

    [Fact]
    public void Run_BigBatchOverLanes_AnswersAsOneThread()
    {
        SimdModel model = SimdModel.Compile(Flat, new SimdModelOptions { MaxDegreeOfParallelism = 3, MinRowsPerThread = 5 });
        float[] rows = [.. Enumerable.Range(0, 4 * 101).Select(static i => (float)i)];
        float[] outputs = new float[rows.Length];
        model.Run(rows, outputs);
        Assert.Equal(rows, outputs);
    }
}
