using ModelOps.Onnx.Tests.Shapes;
using ModelOps.Onnx.Tests.Support;
using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests.Simplification;

public sealed class OnnxSimplifierTests
{
    private static readonly OnnxValueInfo X = new("x", OnnxElementType.Float, [-1, 4]);

    public static TheoryData<string> Samples => [.. SampleModels.Names];

    [Theory]
    [InlineData("Identity")]
    [InlineData("Dropout")]
    [InlineData("Sum")]
    [InlineData("Max")]
    public void Simplify_NodeThatReturnsItsInput_IsGone(string opType) => Becomes(["Relu", "Tanh"], [], new OnnxNode("Relu", ["x"], ["a"]), new OnnxNode(opType, ["a"], ["b"]), new OnnxNode("Tanh", ["b"], ["y"]));

    [Fact]
    public void Simplify_CastToTheSameType_IsGone() => Becomes(["Relu"], [], new OnnxNode("Relu", ["x"], ["a"]), new OnnxNode("Cast", ["a"], ["y"]) { Attributes = [Int("to", 1)] });

    [Fact]
    public void Simplify_CastsThereAndBack_Stay() => Becomes(
        ["Cast", "Cast"], [], new OnnxNode("Cast", ["x"], ["a"]) { Attributes = [Int("to", 10)] }, new OnnxNode("Cast", ["a"], ["y"]) { Attributes = [Int("to", 1)] });

    [Fact]
    public void Simplify_ReshapeToItsOwnSizes_IsGone() => Becomes(
        ["Relu"],
        [Vector("zero", 0), Vector("two", 2), Vector("rest", -1)],
        new OnnxNode("Relu", ["x"], ["a"]),
        new OnnxNode("Shape", ["a"], ["sizes"]),
        new OnnxNode("Slice", ["sizes", "zero", "two"], ["both"]),
        new OnnxNode("Reshape", ["a", "both"], ["y"]));

    [Fact]
    public void Simplify_ReshapeThatChangesSizes_Stays() => Becomes(
        ["Relu", "Reshape"], [Vector("target", -1, 2)], new OnnxNode("Relu", ["x"], ["a"]), new OnnxNode("Reshape", ["a", "target"], ["y"]));

    [Fact]
    public void Simplify_ReshapeOfReshape_BecomesOne() => Becomes(
        ["Reshape"], [Vector("one", -1, 2), Vector("other", -1, 8)], new OnnxNode("Reshape", ["x", "one"], ["a"]), new OnnxNode("Reshape", ["a", "other"], ["y"]), rows: 6);

    [Fact]
    public void Simplify_TransposePair_IsGone() => Becomes(
        ["Relu", "Tanh"], [], new OnnxNode("Relu", ["x"], ["a"]), new OnnxNode("Transpose", ["a"], ["b"]), new OnnxNode("Transpose", ["b"], ["c"]) { Attributes = [Ints("perm", [1, 0])] }, new OnnxNode("Tanh", ["c"], ["y"]));

    [Fact]
    public void Simplify_SliceBackwards_Stays() => Becomes(
        ["Slice"], [Vector("start", 3), Vector("end", long.MinValue), Vector("axis", 1), Vector("step", -1)], new OnnxNode("Slice", ["x", "start", "end", "axis", "step"], ["y"]));

    [Fact]
    public void Simplify_PadThatShifts_Stays() => Becomes(["Pad"], [Vector("pads", 0, 1, 0, -1)], new OnnxNode("Pad", ["x", "pads"], ["y"]));

    [Fact]
    public void Simplify_TimesOne_IsGoneButPlusZeroStays() => Becomes(
        ["Relu", "Add"],
        [OnnxTensor.Floats("one", [1, 1], [1]), OnnxTensor.Floats("zero", [], [0])],
        new OnnxNode("Relu", ["x"], ["a"]),
        new OnnxNode("Mul", ["a", "one"], ["b"]),
        new OnnxNode("Add", ["b", "zero"], ["y"]));

    [Fact]
    public void Simplify_TimesOneThatStretches_Stays() => Becomes(
        ["ReduceMax", "Mul"], [OnnxTensor.Floats("ones", [1, 4], [1, 1, 1, 1])], new OnnxNode("ReduceMax", ["x"], ["a"]) { Attributes = [Ints("axes", [1])] }, new OnnxNode("Mul", ["a", "ones"], ["y"]));

    [Fact]
    public void Simplify_NodesOfConstants_AreFolded()
    {
        OnnxModel simple = Becomes(
            ["Mul"],
            [OnnxTensor.Floats("a", [2, 2], [1, 2, 3, 4]), Vector("target", -1)],
            new OnnxNode("Constant", [], ["axes"]) { Attributes = [Tensor("value", OnnxTensor.Int64s("", [1], [0]))] },
            new OnnxNode("Reshape", ["a", "target"], ["b"]),
            new OnnxNode("Unsqueeze", ["b", "axes"], ["c"]),
            new OnnxNode("Mul", ["x", "c"], ["y"]));

        OnnxTensor constant = Assert.Single(simple.Graph.Initializers);
        Assert.Equal("c", constant.Name);
        Assert.Equal([1L, 4], constant.Shape);
    }

    [Fact]
    public void Simplify_ConstantThatWouldGrow_IsNotFolded()
    {
        OnnxTensor[] constants = [OnnxTensor.Floats("a", [1], [1]), Vector("big", 1 << 20, 1)];
        OnnxNode[] nodes = [new OnnxNode("Expand", ["a", "big"], ["b"]), new OnnxNode("ReduceMax", ["b"], ["c"]) { Attributes = [Int("keepdims", 0)] }, new OnnxNode("Mul", ["x", "c"], ["y"])];

        Becomes(["Expand", "ReduceMax", "Mul"], constants, nodes);
    }

    [Fact]
    public void Simplify_OverridableConstant_IsNotFolded()
    {
        OnnxModel model = Model([OnnxTensor.Floats("a", [], [1]), Vector("b", 0)], new OnnxNode("Unsqueeze", ["a", "b"], ["c"]), new OnnxNode("Mul", ["x", "c"], ["y"]));
        model = model with { Graph = model.Graph with { Inputs = [X, new OnnxValueInfo("a", OnnxElementType.Float, [])] } };

        Assert.Equal(["Unsqueeze", "Mul"], Operators(OnnxSimplifier.Simplify(model)));
    }

    [Fact]
    public void Simplify_ConstantsListedAsInputsInAnOldFile_AreConstants()
    {
        OnnxModel model = Model([OnnxTensor.Floats("a", [], [1]), Vector("b", 0)], new OnnxNode("Unsqueeze", ["a", "b"], ["c"]), new OnnxNode("Mul", ["x", "c"], ["y"]));
        model = model with { IrVersion = 3, Graph = model.Graph with { Inputs = [new OnnxValueInfo("a", OnnxElementType.Float, []), X, new OnnxValueInfo("b", OnnxElementType.Int64, [1])] } };

        OnnxModel simple = OnnxSimplifier.Simplify(model);

        Assert.Equal(["Mul"], Operators(simple));
        Assert.Equal(4, simple.IrVersion);
        Assert.Equal("x", Assert.Single(simple.Graph.Inputs).Name);
    }

    [Fact]
    public void Simplify_SameComputationTwice_IsDoneOnce() => Becomes(
        ["Relu", "Add"], [], new OnnxNode("Relu", ["x"], ["a"]), new OnnxNode("Relu", ["x"], ["b"]) { Name = "other" }, new OnnxNode("Add", ["a", "b"], ["y"]));

    [Fact]
    public void Simplify_RandomNumbersTwice_StayTwo() => Assert.Equal(
        ["RandomNormalLike", "RandomNormalLike", "Sub"],
        Operators(OnnxSimplifier.Simplify(Model([], new OnnxNode("RandomNormalLike", ["x"], ["a"]), new OnnxNode("RandomNormalLike", ["x"], ["b"]), new OnnxNode("Sub", ["a", "b"], ["y"])))));

    [Fact]
    public void Simplify_SameConstantTwice_IsKeptOnce()
    {
        OnnxModel simple = Becomes(["Add", "Add"], [OnnxTensor.Floats("a", [], [0.5f]), OnnxTensor.Floats("b", [], [0.5f])], new OnnxNode("Add", ["x", "a"], ["c"]), new OnnxNode("Add", ["c", "b"], ["y"]));

        Assert.Single(simple.Graph.Initializers);
    }

    [Fact]
    public void Simplify_NodesThatNobodyReads_AreGone()
    {
        OnnxModel simple = Becomes(
            ["Relu"], [OnnxTensor.Floats("a", [], [2])], new OnnxNode("Mul", ["x", "a"], ["dead"]), new OnnxNode("Tanh", ["dead"], ["dead too"]), new OnnxNode("Relu", ["x"], ["y"]));

        Assert.Empty(simple.Graph.Initializers);
    }

    [Fact]
    public void Simplify_OutputsThatAreTheSame_KeepTheirNames()
    {
        OnnxModel model = Model([], new OnnxNode("Relu", ["x"], ["y"]), new OnnxNode("Relu", ["x"], ["z"]), new OnnxNode("Identity", ["x"], ["copy"]));
        model = model with { Graph = model.Graph with { Outputs = [Open("z"), Open("copy"), Open("y")] } };

        OnnxModel simple = OnnxSimplifier.Simplify(model);

        OnnxTensor[] inputs = [Values.Random(OnnxElementType.Float, [3, 4], 1, "x")];
        Assert.Equal(Dump.Of(Session.Run(model, inputs)), Dump.Of(Session.Run(simple, inputs)));
    }

    [Fact]
    public void Simplify_WhatBranchesRead_Stays()
    {
        OnnxGraph Branch(string read, string made) => new() { Inputs = [], Outputs = [Open(made)], Nodes = [new OnnxNode("Mul", [read, "two"], [made])] };
        OnnxModel model = Model(
            [OnnxTensor.Floats("two", [], [2]), OnnxTensor.Floats("zero", [], [0]), OnnxTensor.Floats("half", [], [0.5f]), Vector("axes", 0)],
            new OnnxNode("Relu", ["x"], ["a"]),
            new OnnxNode("Identity", ["a"], ["captured"]),
            new OnnxNode("Relu", ["x"], ["twin"]),
            new OnnxNode("Unsqueeze", ["half", "axes"], ["folded"]),
            new OnnxNode("ReduceSum", ["x"], ["sum"]) { Attributes = [Int("keepdims", 0)] },
            new OnnxNode("Greater", ["sum", "zero"], ["positive"]),
            new OnnxNode("If", ["positive"], ["b"]) { Attributes = [Graph("then_branch", Branch("captured", "t")), Graph("else_branch", Branch("folded", "e"))] },
            new OnnxNode("Add", ["b", "twin"], ["y"]));

        OnnxModel simple = OnnxSimplifier.Simplify(model);

        Assert.Equal(["Relu", "Identity", "ReduceSum", "Greater", "If", "Add"], Operators(simple));
        Assert.Equal(["folded", "two", "zero"], simple.Graph.Initializers.Select(static tensor => tensor.Name).Order());
        foreach (int seed in (int[])[1, 2, 3, 4])
        {
            OnnxTensor[] inputs = [Values.Random(OnnxElementType.Float, [3, 4], seed, "x")];
            Assert.Equal(Dump.Of(Session.Run(model, inputs)), Dump.Of(Session.Run(simple, inputs)));
        }
    }

    [Fact]
    public void Simplify_LoopThatReadsAroundItself_AnswersTheSame()
    {
        OnnxGraph body = new()
        {
            Inputs = [new OnnxValueInfo("i", OnnxElementType.Int64, []), new OnnxValueInfo("on", OnnxElementType.Bool, []), new OnnxValueInfo("state", OnnxElementType.Float, [-1, 4])],
            Outputs = [new OnnxValueInfo("go", OnnxElementType.Bool, []), new OnnxValueInfo("next", OnnxElementType.Float, [-1, 4])],
            Nodes = [new OnnxNode("Identity", ["on"], ["go"]), new OnnxNode("Add", ["state", "step"], ["next"])],
        };
        OnnxModel model = Model(
            [OnnxTensor.Int64s("trips", [], [3]), OnnxTensor.Floats("one", [1], [0.1f])],
            new OnnxNode("Squeeze", ["one"], ["step"]),
            new OnnxNode("Identity", ["x"], ["start"]),
            new OnnxNode("Loop", ["trips", "", "start"], ["looped"]) { Attributes = [Graph("body", body)] },
            new OnnxNode("Identity", ["looped"], ["y"]));

        OnnxModel simple = OnnxSimplifier.Simplify(model);

        Assert.Equal(["Loop"], Operators(simple));
        OnnxTensor[] inputs = [Values.Random(OnnxElementType.Float, [3, 4], 1, "x")];
        Assert.Equal(Dump.Of(Session.Run(model, inputs)), Dump.Of(Session.Run(simple, inputs)));
    }

    [Fact]
    public void Simplify_DeclarationOfAnInnerValueThatIsWrong_IsNotBelieved()
    {
        OnnxModel model = Model([Vector("target", 2, -1)], new OnnxNode("Every", ["x"], ["a"]) { Domain = "d" }, new OnnxNode("Reshape", ["a", "target"], ["y"]));
        model = model with { Graph = model.Graph with { ValueInfo = [new OnnxValueInfo("a", OnnxElementType.Float, [2, 4])] } };

        Assert.Equal(["Every", "Reshape"], Operators(OnnxSimplifier.Simplify(model)));
    }

    [Fact]
    public void Simplify_UnsoundModel_Refused()
    {
        InvalidOnnxModelException error = Assert.Throws<InvalidOnnxModelException>(() => OnnxSimplifier.Simplify(Model([], new OnnxNode("Relu", ["nowhere"], ["y"]))));

        Assert.Contains("'nowhere'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Simplify_SampleModel_SoundAndStable(string name)
    {
        OnnxModel simple = OnnxSimplifier.Simplify(SampleModels.Get(name));

        Assert.Empty(OnnxModelValidator.Validate(simple));
        Assert.Equal(Dump.Of(simple), Dump.Of(OnnxSimplifier.Simplify(simple)));
    }

    private static OnnxModel Becomes(string[] operators, OnnxTensor[] constants, params OnnxNode[] nodes) => Becomes(operators, constants, nodes, 3);

    private static OnnxModel Becomes(string[] operators, OnnxTensor[] constants, OnnxNode first, OnnxNode second, int rows) => Becomes(operators, constants, [first, second], rows);

    private static OnnxModel Becomes(string[] operators, OnnxTensor[] constants, OnnxNode[] nodes, int rows)
    {
        OnnxModel model = Model(constants, nodes);

        OnnxModel simple = OnnxSimplifier.Simplify(model);

        Assert.Equal(operators, Operators(simple));
        OnnxTensor[] inputs = [Values.Random(OnnxElementType.Float, [rows, 4], 1, "x")];
        Assert.Equal(Dump.Of(Session.Run(model, inputs)), Dump.Of(Session.Run(simple, inputs)));
        return simple;
    }

    private static IEnumerable<string> Operators(OnnxModel model) => model.Graph.Nodes.Select(static node => node.OpType);

    private static OnnxModel Model(OnnxTensor[] constants, params OnnxNode[] nodes) => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = 13, ["d"] = 1 },
        Graph = new OnnxGraph { Nodes = nodes, Inputs = [X], Outputs = [Open("y")], Initializers = constants },
    };

    private static OnnxValueInfo Open(string name) => new(name, OnnxElementType.Undefined, []) { HasShape = false };

    private static OnnxTensor Vector(string name, params long[] values) => OnnxTensor.Int64s(name, [values.Length], values);
}
