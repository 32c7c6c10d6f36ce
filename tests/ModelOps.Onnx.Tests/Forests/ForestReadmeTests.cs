// <snippet:src/ModelOps.Onnx/README.md#3>
using ModelOps.Onnx.Forests;
// </snippet>

namespace ModelOps.Onnx.Tests.Forests;

public sealed class ForestReadmeTests
{
    [Fact]
    public void Readme_Stump_GivesTheLeafOfEachSide()
    {
        // <snippet:src/ModelOps.Onnx/README.md#3>
        // Nodes are added from the leaves up; OnnxForestReader.Read makes a forest of a node of a graph instead.
        ForestBuilder builder = new() { FeatureCount = 2 };
        int low = builder.AddLeaf(new ForestWeight(0, 10));
        int high = builder.AddLeaf(new ForestWeight(0, 20));
        builder.AddTree(builder.AddSplit(0, SplitMode.AtMost, 0.5, low, high));

        ForestScorer scorer = new(builder.Build());
        float[] scores = new float[2];
        scorer.Score([0.1f, 0f, 0.9f, 0f], scores);
        // </snippet>

        Assert.Equal([10f, 20f], scores);
    }
}
