using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests;

public sealed class OnnxModelValidatorTests
{
    private static readonly OnnxValueInfo X = new("x", OnnxElementType.Float, [-1]);
    private static readonly OnnxValueInfo Y = new("y", OnnxElementType.Float, [-1]);

    public static TheoryData<string> Samples => [.. SampleModels.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Validate_SoundModel_NoFindings(string name) => Assert.Empty(OnnxModelValidator.Validate(SampleModels.Get(name)));

    [Fact]
    public void Validate_InputMissing_NamesNodeAndInput() => Finds(
        OnnxRule.Defined, "node 0 'n' of 'Relu'", "'nowhere'", Graph([new OnnxNode("Relu", ["nowhere"], ["y"]) { Name = "n" }]));

    [Fact]
    public void Validate_NodesOutOfOrder_Found() => Finds(
        OnnxRule.Sorted, "node 0 of 'Relu'", "before a node writes it", Graph([new OnnxNode("Relu", ["a"], ["y"]), new OnnxNode("Relu", ["x"], ["a"])]));

    [Fact]
    public void Validate_Cycle_Found() => Finds(
        OnnxRule.Sorted, "node 0 of 'Add'", "form a cycle", Graph([new OnnxNode("Add", ["x", "b"], ["a"]), new OnnxNode("Relu", ["a"], ["b"]), new OnnxNode("Relu", ["b"], ["y"])]));

    [Fact]
    public void Validate_NodeThatReadsItself_Found() => Finds(
        OnnxRule.Sorted, "node 0 of 'Add'", "form a cycle", Graph([new OnnxNode("Add", ["x", "y"], ["y"])]));

    [Fact]
    public void Validate_ValueWrittenTwice_Found() => Finds(
        OnnxRule.Unique, "node 1 of 'Relu'", "'y' exists already", Graph([new OnnxNode("Relu", ["x"], ["y"]), new OnnxNode("Relu", ["x"], ["y"])]));

    [Fact]
    public void Validate_InputWrittenByANode_Found() => Finds(
        OnnxRule.Unique, "node 0 of 'Relu'", "'x' exists already", Graph([new OnnxNode("Relu", ["x"], ["x"]), new OnnxNode("Relu", ["x"], ["y"])]));

    [Fact]
    public void Validate_TwoInputsOfOneName_Found() => Finds(
        OnnxRule.Unique, "input 'x'", "two of it", Relu() with { Inputs = [X, X] });

    [Fact]
    public void Validate_TwoOutputsOfOneName_Found() => Finds(
        OnnxRule.Unique, "output 'y'", "two of it", Relu() with { Outputs = [Y, Y] });

    [Fact]
    public void Validate_TwoConstantsOfOneName_Found() => Finds(
        OnnxRule.Unique, "initializer 'c'", "two of it", Relu() with { Initializers = [OnnxTensor.Floats("c", [], [1f]), OnnxTensor.Floats("c", [], [1f])] });

    [Fact]
    public void Validate_ConstantThatIsTheDefaultOfAnInput_Sound() =>
        Assert.Empty(OnnxModelValidator.Validate(Model(Relu() with { Initializers = [OnnxTensor.Floats("x", [1], [1f])] })));

    [Fact]
    public void Validate_OutputThatNothingProduces_Found() => Finds(
        OnnxRule.Defined, "output 'z'", "nothing produces it", Relu() with { Outputs = [new OnnxValueInfo("z", OnnxElementType.Float, [])] });

    [Fact]
    public void Validate_InputWithoutName_Found() => Finds(
        OnnxRule.Named, "input ''", "no name", Relu() with { Inputs = [X, new OnnxValueInfo("", OnnxElementType.Float, [])] });

    [Fact]
    public void Validate_ConstantWithoutName_Found() => Finds(
        OnnxRule.Named, "initializer ''", "no name", Relu() with { Initializers = [OnnxTensor.Floats("", [], [1f])] });

    [Fact]
    public void Validate_TwoAttributesOfOneName_Found() => Finds(
        OnnxRule.Unique, "node 0 of 'Relu'", "two attributes 'a'", Graph([new OnnxNode("Relu", ["x"], ["y"]) { Attributes = [OnnxAttribute.Int("a", 1), OnnxAttribute.Int("a", 1)] }]));

    [Fact]
    public void Validate_DomainNotImported_Found() => Finds(
        OnnxRule.Imported, "node 0 of 'Scaler'", "'ai.onnx.ml'", Graph([new OnnxNode("Scaler", ["x"], ["y"]) { Domain = "ai.onnx.ml" }]));

    [Fact]
    public void Validate_DomainByItsOtherName_Sound() =>
        Assert.Empty(OnnxModelValidator.Validate(Model(Graph([new OnnxNode("Relu", ["x"], ["y"]) { Domain = "ai.onnx" }]))));

    [Theory]
    [InlineData(new long[] { 3 }, 8, "need 12 bytes, but it holds 8")]
    [InlineData(new long[] { -1 }, 4, "is impossible")]
    [InlineData(new[] { long.MaxValue, 2L }, 4, "is impossible")]
    [InlineData(new[] { long.MaxValue }, 4, "is impossible")]
    [InlineData(new[] { 0, -5L }, 0, "is impossible")]
    public void Validate_ShapeThatDoesNotFit_Found(long[] shape, int bytes, string problem) => Finds(
        OnnxRule.Shape, "initializer 'c'", problem, Relu() with { Initializers = [new OnnxTensor("c", OnnxElementType.Float, shape, new byte[bytes])] });

    [Theory]
    [InlineData(OnnxElementType.Int4, 3, 2)]
    [InlineData(OnnxElementType.UInt2, 5, 2)]
    [InlineData(OnnxElementType.BFloat16, 3, 6)]
    [InlineData(OnnxElementType.Float8E8M0, 3, 3)]
    [InlineData(OnnxElementType.Complex128, 3, 48)]
    public void Validate_ElementsOfAnyWidth_BytesAreCounted(OnnxElementType type, long count, int bytes)
    {
        Assert.Empty(OnnxModelValidator.Validate(Model(Relu() with { Initializers = [new OnnxTensor("c", type, [count], new byte[bytes])] })));
        Finds(OnnxRule.Shape, "initializer 'c'", "bytes", Relu() with { Initializers = [new OnnxTensor("c", type, [count], new byte[bytes - 1])] });
    }

    [Fact]
    public void Validate_HugeDimensionsBesideZero_Sound() =>
        Assert.Empty(OnnxModelValidator.Validate(Model(Relu() with { Initializers = [new OnnxTensor("c", OnnxElementType.Float, [long.MaxValue, long.MaxValue, 0], default)] })));

    [Fact]
    public void Validate_StringsThatDoNotFitTheirShape_Found() => Finds(
        OnnxRule.Shape, "initializer 'c'", "has 2 elements, but it holds 1", Relu() with { Initializers = [OnnxTensor.Strings("c", [2], ["a"])] });

    [Fact]
    public void Validate_ReferenceOutsideAFunction_Found() => Finds(
        OnnxRule.Reference, "node 0 of 'Relu', attribute 'a'", "'p'", Graph([new OnnxNode("Relu", ["x"], ["y"]) { Attributes = [OnnxAttribute.Reference("a", OnnxAttributeType.Int, "p")] }]));

    [Fact]
    public void Validate_FaultInABranch_PathLeadsThere()
    {
        OnnxGraph branch = new() { Inputs = [], Outputs = [Y], Nodes = [new OnnxNode("Relu", ["nowhere"], ["y"])] };

        Finds(OnnxRule.Defined, "node 0 of 'If', attribute 'then_branch', node 0 of 'Relu'", "'nowhere'", Graph([new OnnxNode("If", ["x"], ["y"]) { Attributes = [OnnxAttribute.Graph("then_branch", branch)] }]));
    }

    [Fact]
    public void Validate_BranchThatHidesAnOuterValue_Found()
    {
        OnnxGraph branch = new() { Inputs = [], Outputs = [X], Nodes = [new OnnxNode("Relu", ["x"], ["x"])] };

        Finds(OnnxRule.Unique, "attribute 'then_branch', node 0 of 'Relu'", "hides", Graph([new OnnxNode("If", ["x"], ["y"]) { Attributes = [OnnxAttribute.Graph("then_branch", branch)] }]));
    }

    [Fact]
    public void Validate_BranchThatReadsWhatComesLaterAround_Found()
    {
        OnnxGraph branch = new() { Inputs = [], Outputs = [Y], Nodes = [new OnnxNode("Relu", ["later"], ["b"])] };

        Finds(OnnxRule.Sorted, "attribute 'then_branch', node 0 of 'Relu'", "'later'", Graph(
            [new OnnxNode("If", ["x"], ["y"]) { Attributes = [OnnxAttribute.Graph("then_branch", branch)] }, new OnnxNode("Relu", ["x"], ["later"])]));
    }

    [Fact]
    public void Validate_FunctionThatIsBroken_Found()
    {
        OnnxFunction function = new("d", "F", ["a", "a"], ["b", "c"], [new OnnxNode("Relu", ["nowhere"], ["b"]) { Domain = "other" }]) { OperatorSets = new Dictionary<string, long> { [""] = 0 } };

        IReadOnlyList<OnnxFinding> findings = OnnxModelValidator.Validate(Model(Relu()) with { Functions = [function, function] });

        Assert.Equal(
            [OnnxRule.Imported, OnnxRule.Unique, OnnxRule.Imported, OnnxRule.Defined, OnnxRule.Defined],
            findings.Take(5).Select(static finding => finding.Rule));
        Assert.All(findings, static finding => Assert.StartsWith("function 'F'", finding.Where, StringComparison.Ordinal));
        Assert.Contains(findings, static finding => finding.Problem == "there are two of it");
    }

    [Fact]
    public void Validate_CountlessFaults_FindingsAreCapped()
    {
        OnnxNode[] nodes = [.. Enumerable.Range(0, 5000).Select(static i => new OnnxNode("Relu", [$"missing{i}"], ["y"]))];

        Assert.Equal(OnnxModelValidator.MaxFindings, OnnxModelValidator.Validate(Model(Graph(nodes))).Count);
    }

    private static void Finds(OnnxRule rule, string where, string problem, OnnxGraph graph) => Assert.Contains(
        OnnxModelValidator.Validate(Model(graph)),
        finding => finding.Rule == rule && finding.Where.EndsWith(where, StringComparison.Ordinal) && finding.Problem.Contains(problem, StringComparison.Ordinal));

    private static OnnxGraph Relu() => Graph([new OnnxNode("Relu", ["x"], ["y"])]);

    private static OnnxGraph Graph(IReadOnlyList<OnnxNode> nodes) => new() { Inputs = [X], Outputs = [Y], Nodes = nodes };

    private static OnnxModel Model(OnnxGraph graph) => new() { Graph = graph, OperatorSets = new Dictionary<string, long> { [""] = 13 } };
}
