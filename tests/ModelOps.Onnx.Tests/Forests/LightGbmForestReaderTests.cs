using System.Text;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>The oracle is LightGBM's own library.</summary>
public sealed class LightGbmForestReaderTests
{
    private const int Rows = 3000;

    public static TheoryData<string> Models => [.. LightGbmCase.All.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void Read_RawScores_LightGbmsNarrowedToFloats(string name)
    {
        LightGbmCase model = LightGbmCase.All[name];
        string text = model.Train();
        float[] rows = model.Rows(text, Rows);
        double[] expected = LightGbmNative.Predict(text, rows, Rows, isRaw: true);
        ForestScorer scorer = new(LightGbmForestReader.Read(text, new ForestReadOptions { RawScores = true }));
        float[] actual = new float[expected.Length];

        scorer.Score(rows, actual);

        Assert.Equal(expected.Select(static score => BitConverter.SingleToInt32Bits((float)score)), actual.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Read_WithTransform_NearThePredictions(string name)
    {
        LightGbmCase model = LightGbmCase.All[name];
        string text = model.Train();
        if (!model.HasTransform)
        {
            Assert.Contains(nameof(ForestReadOptions.RawScores), Assert.Throws<ForestFormatException>(() => LightGbmForestReader.Read(text)).Message, StringComparison.Ordinal);
            return;
        }

        float[] rows = model.Rows(text, Rows);
        double[] expected = LightGbmNative.Predict(text, rows, Rows, isRaw: false);
        ForestScorer scorer = new(LightGbmForestReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        float[] scores = new float[Rows * scorer.Forest.TargetCount];
        int[] classes = new int[Rows];
        if (scorer.Forest.IsClassifier) { scorer.Classify(rows, scores, classes); }
        else { scorer.Score(rows, scores); }

        bool isBinary = scorer.Forest is { IsClassifier: true, TargetCount: 2 };
        float[] actual = isBinary ? [.. scores.Where(static (_, index) => index % 2 == 1)] : scores;

        if (name == "random forest") { Assert.Equal(expected.Select(static score => (float)score), actual); }
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++) { Assert.Equal((float)expected[i], actual[i], 1e-7f + (2e-6f * MathF.Abs(actual[i]))); }
        for (int i = 0; i < Rows && isBinary; i++)
        {
            if (Math.Abs(expected[i] - 0.5) > 1e-6) { Assert.Equal(expected[i] > 0.5 ? 1 : 0, classes[i]); }
        }
    }

    [Fact]
    public void Read_ZeroAsMissing_EveryKindOfThreshold()
    {
        float[] rows = [float.NaN, 0f, -0f, 1e-35f, -1e-35f, 1.1e-35f, -1.1e-35f, float.Epsilon, 1f, -1f, 2f, -2f, 5e-36f, float.MaxValue, float.MinValue];
        foreach (string threshold in (string[])["1", "-1", "0", "1e-35", "-1e-35", "1.0000000180025095e-35", "-1.0000000180025095e-35", "5e-36", "-5e-36", "1e-34", "1e300"])
        {
            foreach (int decision in (int[])[0, 2, 4, 6, 8, 10])
            {
                string text = Stump(threshold, decision);
                double[] expected = LightGbmNative.Predict(text, rows, rows.Length, isRaw: true);
                float[] actual = new float[rows.Length];

                new ForestScorer(LightGbmForestReader.Read(text)).Score(rows, actual);

                Assert.Equal(expected.Select(static score => (float)score), actual);
            }
        }
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "tree\n", "trie\n", "'trie'" },
        { "end of trees", "", "ends before its line 'end of trees'" },
        { "num_leaves=2", "num_leaves=2000000000", "fewer than 2000000000 elements" },
        { "num_leaves=2", "num_leaves=0", "has 0 leaves" },
        { "num_leaves=2", "num_leaves=3", "leaf_value" },
        { "num_leaves=2", "num_leaves=1", "more than 1 elements" },
        { "num_leaves=2", "", "has no num_leaves" },
        { "left_child=-1", "left_child=0", "reached from itself" },
        { "left_child=-1", "left_child=7", "leads to node 7" },
        { "left_child=-1", "left_child=-9", "leads to leaf 8" },
        { "split_feature=0", "split_feature=5", "looks at feature 5" },
        { "split_feature=0", "split_feature=-1", "looks at feature -1" },
        { "split_feature=0", "split_feature=x", "'x'" },
        { "threshold=0.5", "threshold=", "threshold" },
        { "decision_type=0", "decision_type=12", "decision_type 12" },
        { "decision_type=0", "decision_type=1", "set 0.5 of categories" },
        { "num_cat=0", "num_cat=2147483647", "splits on categories" },
        { "num_cat=0", "num_cat=1\ncat_boundaries=0 9\ncat_threshold=1", "fewer than 9" },
        { "num_cat=0", "num_cat=1\ncat_boundaries=3 1\ncat_threshold=1", "descend" },
        { "is_linear=0", "is_linear=1", "linear_tree=false" },
        { "objective=regression", "objective=cross_entropy_lambda", "RawScores" },
        { "objective=regression", "objective=regression sqrt", "RawScores" },
        { "objective=regression", "objective=binary sigmoid:-1", "above 0" },
        { "max_feature_idx=0", "max_feature_idx=-5", "max_feature_idx" },
        { "num_tree_per_iteration=1", "num_tree_per_iteration=0", "0 trees in an iteration" },
        { "num_tree_per_iteration=1", "num_tree_per_iteration=4", "1 trees, 4 in each" },
        { "num_leaves=2", "num_leaves=2\nnum_leaves=2", "twice" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Read_HostileText_SaysWhatIsWrong(string part, string replacement, string problem)
    {
        string text = Stump("0.5", 0);
        Assert.Contains(part, text, StringComparison.Ordinal);

        ForestFormatException error = Assert.Throws<ForestFormatException>(() => LightGbmForestReader.Read(text.Replace(part, replacement, StringComparison.Ordinal)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreThanTheLimits_Refused()
    {
        string text = Stump("0.5", 0);

        Assert.Contains("MaxModelBytes", Assert.Throws<ForestFormatException>(() => LightGbmForestReader.Read(text, new ForestReadOptions { MaxModelBytes = 50 })).Message, StringComparison.Ordinal);
        Assert.Contains("MaxModelBytes", Assert.Throws<ForestFormatException>(() => LightGbmForestReader.Read(new MemoryStream(new byte[99]), new ForestReadOptions { MaxModelBytes = 50 })).Message, StringComparison.Ordinal);
        Assert.Contains("MaxNodes", Assert.Throws<ForestFormatException>(() => LightGbmForestReader.Read(text, new ForestReadOptions { MaxNodes = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MutatedFiles_OnlyTypedErrors()
    {
        byte[][] files = [.. ((string[])["multiclass", "categories", "zero as missing"]).Select(static name => Encoding.UTF8.GetBytes(LightGbmCase.All[name].Train(rounds: 2)))];
        ForestFuzz.Run(files, 5000, static file => LightGbmForestReader.Read(Encoding.UTF8.GetString(file)));
    }

    private static string Stump(string threshold, int decision) => string.Join('\n', [
        "tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0", "max_feature_idx=0", "objective=regression", "feature_names=a", "feature_infos=[0:1]", "tree_sizes=400", "",
        "Tree=0", "num_leaves=2", "num_cat=0", "split_feature=0", "split_gain=1", $"threshold={threshold}", $"decision_type={decision}", "left_child=-1", "right_child=-2", "leaf_value=10 20", "leaf_weight=1 1",
        "leaf_count=1 1", "internal_value=0", "internal_weight=0", "internal_count=2", "is_linear=0", "shrinkage=1", "", "", "end of trees", "", "parameters:", "end of parameters", ""]);
}
