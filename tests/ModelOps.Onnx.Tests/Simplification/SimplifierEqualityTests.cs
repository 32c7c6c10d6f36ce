using ModelOps.Onnx.Tests.Shapes;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Simplification;

/// <summary>Random graphs answer the same in ONNX Runtime, bit for bit, before and after.</summary>
public sealed class SimplifierEqualityTests
{
    private const int Graphs = 450;

    public static TheoryData<long> Versions => [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Simplify_RandomGraphs_SameBitsAndNeverMoreNodes(long opset)
    {
        int removed = 0;
        for (int seed = (int)opset; seed < Graphs; seed += 15)
        {
            OnnxModel model = RandomGraph.Make(seed, opset, symbolic: seed % 2 == 0);
            OnnxModel simple = OnnxSimplifier.Simplify(model);

            Assert.Empty(OnnxModelValidator.Validate(simple));
            Assert.Equal(Dump.Of(model.Graph.Inputs), Dump.Of(simple.Graph.Inputs));
            Assert.Equal(Dump.Of(model.Graph.Outputs), Dump.Of(simple.Graph.Outputs));
            Assert.True(simple.Graph.Nodes.Count <= model.Graph.Nodes.Count);
            removed += model.Graph.Nodes.Count - simple.Graph.Nodes.Count;
            OnnxTensor[] inputs = [Values.Random(OnnxElementType.Float, [4, 6], seed, "x")];
            foreach (bool optimizes in (bool[])[false, true])
            {
                string before = Dump.Of(Session.Run(model, inputs, optimizes));
                Assert.True(before == Dump.Of(Session.Run(simple, inputs, optimizes)), $"seed {seed}, opset {opset}\n{OnnxPrinter.Print(model)}\n{OnnxPrinter.Print(simple)}");
            }
        }

        Assert.True(removed > 100, $"{removed} nodes removed");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Simplify_Twice_NothingChangesAnyMore(long opset)
    {
        for (int seed = 1000 + (int)opset; seed < 1000 + Graphs; seed += 15)
        {
            OnnxModel once = OnnxSimplifier.Simplify(RandomGraph.Make(seed, opset, symbolic: seed % 2 == 0));

            Assert.Equal(Dump.Of(once), Dump.Of(OnnxSimplifier.Simplify(once)));
        }
    }
}
