using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Forests written as ONNX models: ONNX Runtime and the reader find in them what the scorer answers.</summary>
[Collection(typeof(XGBoostOracle))]
public sealed class OnnxForestWriterTests(XGBoostModels models)
{
    private const int Rows = 1000;

    public static TheoryData<string> XGBoost => [.. XGBoostModels.Names];

    public static TheoryData<string> LightGbm => [.. LightGbmCase.All.Keys];

    [Theory]
    [MemberData(nameof(ForestCases.ExactNames), MemberType = typeof(ForestCases))]
    [MemberData(nameof(ForestCases.TransformedNames), MemberType = typeof(ForestCases))]
    public void Write_RandomForest_SameAnswers(string name)
    {
        RandomForest random = ForestCases.Exact.TryGetValue(name, out RandomForest? exact) ? exact : ForestCases.Transformed[name];
        AssertSame(OnnxForestReader.Read(random.Node(), random.Features), random.Rows(Rows));
    }

    [Theory]
    [MemberData(nameof(XGBoost))]
    public void Write_ModelOfXGBoost_SameAnswers(string name)
    {
        ForestReadOptions options = new() { RawScores = name == "hinge" };
        AssertSame(XGBoostForestReader.Read(models.Model(name, "ubj"), options), models.Floats(name, "rows"));
    }

    [Theory]
    [MemberData(nameof(LightGbm))]
    public void Write_ModelOfLightGbm_SameAnswers(string name)
    {
        LightGbmCase model = LightGbmCase.All[name];
        string text = model.Train();
        AssertSame(LightGbmForestReader.Read(text, new ForestReadOptions { RawScores = !model.HasTransform }), model.Rows(text, Rows));
    }

    [Fact]
    public void Write_SharedChildrenOnEverySide_SameAnswersInFewNodes()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Forest forest = Tangled(new Random(seed));
            Random random = new(seed);
            float[] rows = new float[100 * forest.FeatureCount];
            for (int i = 0; i < rows.Length; i++) { rows[i] = random.Next(7) == 0 ? float.NaN : random.Next(-3, 4); }
            AssertSame(forest, rows);
            OnnxNode node = Trees(OnnxForestWriter.Write(forest));
            Assert.InRange(((IReadOnlyList<long>)node.Attributes.First(static attribute => attribute.Name == "nodes_nodeids").Value).Count, 1, 4 * forest.Nodes.Length);
        }
    }

    [Fact]
    public void Write_LabelsOfText_Kept()
    {
        ForestBuilder builder = new() { TargetCount = 3, ClassLabels = ["a", "b", "c"] };
        builder.AddTree(builder.AddSplit(0, SplitMode.AtMost, 0.5, builder.AddLeaf(new ForestWeight(1, 1)), builder.AddLeaf(new ForestWeight(2, 1))));
        OnnxModel model = OnnxForestWriter.Write(builder.Build(), new OnnxForestWriteOptions { InputName = "in", ScoresName = "out", LabelName = "class" });
        using InferenceSession session = new(OnnxModelWriter.Write(model));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory([0f, 1f], [2, 1]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["in"], [input], ["class"]);

        Assert.Equal(["b", "c"], outputs[0].GetStringTensorAsArray());
    }

    [Fact]
    public void Write_NotInOnnx_Refused()
    {
        Forest average = Stump(new ForestBuilder { TargetCount = 2, ClassLabels = [0L, 1L], Aggregate = ForestAggregate.Average });
        Forest exponential = Stump(new ForestBuilder { TargetCount = 2, ClassLabels = [0L, 1L], Transform = ForestTransform.Exponential });

        Assert.Contains("classifiers of ONNX sum", Assert.Throws<ForestFormatException>(() => OnnxForestWriter.Write(average)).Message, StringComparison.Ordinal);
        Assert.Contains("exponential", Assert.Throws<ForestFormatException>(() => OnnxForestWriter.Write(exponential)).Message, StringComparison.Ordinal);
        Assert.Throws<ForestFormatException>(() => OnnxForestWriter.Write(Stump(new ForestBuilder { Transform = ForestTransform.SoftmaxZero })));
        Assert.Throws<ArgumentException>(() => OnnxForestWriter.Write(Stump(new ForestBuilder()), new OnnxForestWriteOptions { InputName = "scores" }));
        Assert.Throws<ArgumentException>(() => OnnxForestWriter.Write(Stump(new ForestBuilder()), new OnnxForestWriteOptions { InputName = "" }));
    }

    private static Forest Stump(ForestBuilder builder)
    {
        builder.AddTree(builder.AddLeaf(new ForestWeight(0, 1)));
        return builder.Build();
    }

    private static OnnxNode Trees(OnnxModel model) => model.Graph.Nodes.First(static node => node.Domain == "ai.onnx.ml");

    /// <summary>Trees whose splits take any earlier nodes for children.</summary>
    private static Forest Tangled(Random random)
    {
        ForestBuilder builder = new() { FeatureCount = 3 };
        for (int tree = 0; tree < 3; tree++)
        {
            List<int> known = [];
            for (int leaf = 0; leaf < 4; leaf++) { known.Add(builder.AddLeaf(new ForestWeight(0, random.Next(100)))); }
            for (int split = 0; split < 12; split++)
            {
                int recent = random.Next(Math.Max(0, known.Count - 4), known.Count);
                known.Add(builder.AddSplit(random.Next(3), (SplitMode)random.Next(6), random.Next(-2, 3), known[recent], known[random.Next(known.Count)], random.Next(2) == 0));
            }

            builder.AddTree(known[^1]);
        }

        return builder.Build();
    }

    private static void AssertSame(Forest forest, float[] rows)
    {
        int count = rows.Length / forest.FeatureCount;
        (float[] expected, int[] expectedClasses) = Score(forest, rows);
        OnnxModel model = OnnxModelReader.Read(OnnxModelWriter.Write(OnnxForestWriter.Write(forest)));
        using SessionOptions options = new() { IntraOpNumThreads = 1 };
        using InferenceSession session = new(OnnxModelWriter.Write(model), options);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(rows, [count, forest.FeatureCount]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["features"], [input], forest.IsClassifier ? ["scores", "label"] : ["scores"]);
        AssertSame(forest, expected, outputs[0].GetTensorDataAsSpan<float>().ToArray());
        if (forest.IsClassifier) { Assert.Equal(expectedClasses.Select(index => (long)forest.ClassLabels[index]), outputs[1].GetTensorDataAsSpan<long>().ToArray()); }

        // The transform may be a node of its own, which the reader of the other node does not see.
        if (model.Graph.Nodes[^1].Domain.Length > 0) { AssertSame(forest, expected, Score(OnnxForestReader.Read(Trees(model), forest.FeatureCount), rows).Scores); }
    }

    private static void AssertSame(Forest forest, float[] expected, float[] actual)
    {
        if (forest.Transform == ForestTransform.None) { Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits)); }
        else
        {
            for (int i = 0; i < expected.Length; i++) { Assert.Equal(expected[i], actual[i], (forest.Transform == ForestTransform.Probit ? 1e-3f : 1e-6f) + (1e-5f * MathF.Abs(expected[i]))); }
        }
    }

    private static (float[] Scores, int[] Classes) Score(Forest forest, float[] rows)
    {
        int count = rows.Length / forest.FeatureCount;
        float[] scores = new float[count * forest.TargetCount];
        int[] classes = new int[forest.IsClassifier ? count : 0];
        if (forest.IsClassifier) { new ForestScorer(forest).Classify(rows, scores, classes); }
        else { new ForestScorer(forest).Score(rows, scores); }
        return (scores, classes);
    }
}
