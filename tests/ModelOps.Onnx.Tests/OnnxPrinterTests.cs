using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests;

public sealed class OnnxPrinterTests
{
    [Fact]
    public void Print_ModelWithBranches_ReadableText() => Assert.Equal(
        """
        onnx model, IR version 8
          made by: ModelOps
          operator sets: ai.onnx 13
        graph graph: 3 nodes, 3 constants of 12 B
          input x: float[n]
          output y: float[n]
          constant zero: float[], 4 B = 0
          constant one: float[1], 4 B = 1
          constant two: float[1], 4 B = 2
          0: sum = ReduceSum(x) {keepdims=0}
          1: positive = Greater(sum, zero)
          2: y = If(positive)
            then_branch:
              graph Add: 1 nodes, 0 constants of 0 B
                output added: float[?]
                0: added = Add(x, one)
            else_branch:
              graph Mul: 1 nodes, 0 constants of 0 B
                output doubled: float[?]
                0: doubled = Mul(x, two)

        """.ReplaceLineEndings("\n"),
        OnnxPrinter.Print(SampleModels.Branches()));

    [Fact]
    public void Print_WithShapes_TypesAndShapesOfWhatNodesMake()
    {
        string text = OnnxPrinter.Print(SampleModels.Branches(), new OnnxPrintOptions { Shapes = true });

        Assert.Contains("  0: sum: float[] = ReduceSum(x) {keepdims=0}\n  1: positive: bool[] = Greater(sum, zero)\n  2: y: float[n] = If(positive)\n", text, StringComparison.Ordinal);
        Assert.Contains("        0: added: float[n] = Add(x, one)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_WithShapesOfAModelThatContradictsItself_ContradictionsAndUnknownOperators()
    {
        OnnxModel model = SampleModels.Branches();
        OnnxNode[] nodes = [.. model.Graph.Nodes, new OnnxNode("MatMul", ["x", "zero"], ["bad"]), new OnnxNode("Every", ["x"], ["z"]) { Domain = "d" }];

        string text = OnnxPrinter.Print(model with { Graph = model.Graph with { Nodes = nodes } }, new OnnxPrintOptions { Shapes = true });

        Assert.EndsWith("  4: z = d.Every(x)\ncontradiction: node 3 of 'MatMul': a scalar is no matrix\nunknown operators: d.Every\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_RichModel_EveryPartIsThere()
    {
        string text = OnnxPrinter.Print(SampleModels.Rich());

        foreach (string part in (string[])
            [
                "made by: tests 1.2", "name space: org.example", "version 7", "about: Grüße\\u{a}across lines", "ai.onnx 21, org.example 1", "a = 1",
                "input x: float[batch, 3, ?]", "input scalar: int64[]", "input unknown: bfloat16 of any shape", "input words: sequence",
                "constant floats: float[2], 8 B\n", "constant strings: string[3]", "constant int4: int4[3], 2 B", "sparse_initializer sparse of",
                "z, _ = org.example.Every(x, _, sparse)", "int=-9223372036854775808", "bytes=2 bytes", "ints=[1, -1, 9223372036854775807]", "tensor=float[], 4 B = 1",
                "function org.example.Twice(a) gives b", "alpha=@alpha", "parameter beta=1", "training_info of",
            ])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Print_NamesThatWouldDriveATerminal_AreEscapedAndCut()
    {
        OnnxModel model = SampleModels.Branches();
        model = model with { DocString = "\u001b[2J\u202E" + new string('a', 5000) };

        string text = OnnxPrinter.Print(model);

        Assert.Contains("about: \\u{1b}[2J\\u{202e}aaa", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, static c => c != '\n' && char.IsControl(c));
        Assert.All(text.Split('\n'), static line => Assert.InRange(line.Length, 0, 300));
    }

    [Fact]
    public void Print_LongList_FirstEntriesAndCount()
    {
        OnnxModel model = SampleModels.Forest();
        OnnxNode node = model.Graph.Nodes[0] with { Attributes = [OnnxAttribute.Ints("many", [.. Enumerable.Range(0, 100).Select(static i => (long)i)])] };

        Assert.Contains("{many=[0, 1, 2, 3, 4, 5, 6, 7, … 100 in all]}", OnnxPrinter.Print(model with { Graph = model.Graph with { Nodes = [node] } }), StringComparison.Ordinal);
    }
}
