using System.Buffers.Binary;
using System.Text;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Files written by hand: forms of other versions than the one that the tests can ask, and hostile ones.</summary>
public sealed class XGBoostFileTests
{
    // One split of x0 at 0.5: left -1, right 2. The members are those of XGBoost 1.7.
    private const string Stump = """
        {"learner":{"attributes":{"best_iteration":"0"},"feature_names":["NaN","\"Infinity"],"feature_types":[],
        "gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1","size_leaf_vector":"0"},"tree_info":[0],
        "trees":[{"base_weights":[0E0,-1E0,2E0],"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[0,0,0],"id":0,
        "left_children":[1,-1,-1],"loss_changes":[0E0,NaN,-Infinity],"parents":[2147483647,0,0],"right_children":[2,-1,-1],"split_conditions":[5E-1,-1E0,2E0],
        "split_indices":[0,0,0],"split_type":[0,0,0],"sum_hessian":[0E0,0E0,0E0],"tree_param":{"num_deleted":"0","num_feature":"1","num_nodes":"3","size_leaf_vector":"0"}}]},"name":"gbtree"},
        "learner_model_param":{"base_score":"0E0","boost_from_average":"1","num_class":"0","num_feature":"1","num_target":"1"},
        "objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[1,7,4]}
        """;

    [Fact]
    public void Read_Stump_ScoresOfItsLeaves() => Assert.Equal([-1f, 2f, 2f], Score(Stump));

    [Theory]
    [InlineData("\"base_score\":\"0E0\"", "\"base_score\":\"5E-1\"", new[] { -0.5f, 2.5f, 2.5f })]
    [InlineData("\"base_score\":\"0E0\"", "\"base_score\":\"[5E-1]\"", new[] { -0.5f, 2.5f, 2.5f })]
    [InlineData("\"base_score\":\"0E0\"", "\"base_score\":0.5", new[] { -0.5f, 2.5f, 2.5f })]
    [InlineData("[0,0,0],\"id\"", "[true,false,false],\"id\"", new[] { -1f, 2f, -1f })]
    [InlineData("\"split_type\":[0,0,0],", "", new[] { -1f, 2f, 2f })]
    [InlineData("-1E0,2E0],\n\"split_indices", "NaN,Infinity],\n\"split_indices", new[] { float.NaN, float.PositiveInfinity, float.PositiveInfinity })]
    public void Read_FormOfAnotherVersion_MeansTheSame(string part, string replacement, float[] expected)
    {
        Assert.Contains(part, Stump, StringComparison.Ordinal);

        Assert.Equal(expected, Score(Stump.Replace(part, replacement, StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_LeavesOfVectors_OneScoreForEachTarget()
    {
        string model = Stump.Replace("\"base_weights\":[0E0,-1E0,2E0]", "\"base_weights\":[0E0,0E0,1E0,2E0,3E0,4E0]", StringComparison.Ordinal)
            .Replace("\"num_nodes\":\"3\",\"size_leaf_vector\":\"0\"", "\"num_nodes\":\"3\",\"size_leaf_vector\":\"2\"", StringComparison.Ordinal)
            .Replace("\"num_target\":\"1\"", "\"num_target\":\"2\"", StringComparison.Ordinal)
            .Replace("\"base_score\":\"0E0\"", "\"base_score\":\"[1E1,2E1]\"", StringComparison.Ordinal);
        float[] scores = new float[4];

        new ForestScorer(Read(model)).Score([0f, 1f], scores);

        Assert.Equal([11f, 22f, 13f, 24f], scores);
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "\"version\"", "version", "neither JSON nor UBJSON" },
        { "{\"learner\"", "[\"learner\"", "neither JSON nor UBJSON" },
        { "\"learner\"", "\"teacher\"", "has no member 'learner'" },
        { "\"version\"", "\"learner\"", "'learner' twice" },
        { "\"name\":\"gbtree\"", "\"name\":\"gblinear\"", "no tree ensemble" },
        { "\"name\":\"gbtree\"", "\"name\":\"dart\"", "weight_drop" },
        { "\"tree_info\":[0]", "\"tree_info\":[0,0]", "2 elements instead of 1" },
        { "\"tree_info\":[0]", "\"tree_info\":[1]", "gives to target 1" },
        { "\"tree_info\":[0]", "\"tree_info\":[0.5]", "whole number" },
        { "\"tree_info\":[0]", "\"tree_info\":\"0\"", "no list of numbers" },
        { "\"left_children\":[1,-1,-1]", "\"left_children\":[0,-1,-1]", "reached from itself" },
        { "\"left_children\":[1,-1,-1]", "\"left_children\":[7,-1,-1]", "leads to node 7" },
        { "\"left_children\":[1,-1,-1]", "\"left_children\":[]", "has no nodes" },
        { "\"left_children\":[1,-1,-1]", "\"left_children\":[1,-1,4294967296]", "whole number" },
        { "\"right_children\":[2,-1,-1]", "\"right_children\":[-1,-1,-1]", "with one child" },
        { "\"right_children\":[2,-1,-1]", "\"right_children\":[2]", "1 elements instead of 3" },
        { "\"split_indices\":[0,0,0]", "\"split_indices\":[1,0,0]", "looks at feature 1" },
        { "\"split_indices\":[0,0,0]", "\"split_indices\":[-1,0,0]", "looks at feature -1" },
        { "\"split_type\":[0,0,0]", "\"split_type\":[1,0,0]", "splits on categories and names none" },
        { "\"categories\":[],\"categories_nodes\":[],\"categories_segments\":[],\"categories_sizes\":[]", "\"categories\":[1],\"categories_nodes\":[0],\"categories_segments\":[0],\"categories_sizes\":[2]", "more than its 1 categories" },
        { "\"categories\":[],\"categories_nodes\":[],\"categories_segments\":[],\"categories_sizes\":[]", "\"categories\":[1],\"categories_nodes\":[0],\"categories_segments\":[1],\"categories_sizes\":[1]", "1 categories from 1" },
        { "\"categories\":[],\"categories_nodes\":[],\"categories_segments\":[],\"categories_sizes\":[]", "\"categories\":[-1],\"categories_nodes\":[0],\"categories_segments\":[0],\"categories_sizes\":[1]", "has category -1" },
        { "\"num_nodes\":\"3\",\"size_leaf_vector\":\"0\"", "\"num_nodes\":\"3\",\"size_leaf_vector\":\"2000000000\"", "leaves of 2000000000 values" },
        { "\"base_score\":\"0E0\"", "\"base_score\":\"[0,1]\"", "2 numbers, and there are 1 targets" },
        { "\"base_score\":\"0E0\"", "\"base_score\":\"x\"", "no number" },
        { "\"num_class\":\"0\"", "\"num_class\":\"2000000000\"", "2000000000 targets" },
        { "\"num_feature\":\"1\",\"num_target\"", "\"num_feature\":\"-1\",\"num_target\"", "num_feature is -1" },
        { "reg:squarederror", "binary:hinge", "RawScores" },
        { "reg:squarederror", "reg:mine", "'reg:mine'" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Read_HostileJson_SaysWhatIsWrong(string part, string replacement, string problem)
    {
        Assert.Contains(part, Stump, StringComparison.Ordinal);

        Assert.Contains(problem, Assert.Throws<ForestFormatException>(() => Read(Stump.Replace(part, replacement, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeepJson_Refused() => Assert.Throws<ForestFormatException>(() => Read(string.Concat(Enumerable.Repeat("[", 100_000))));

    [Fact]
    public void Read_LimitsAreTight_Refused()
    {
        Assert.Contains("MaxModelBytes", Assert.Throws<ForestFormatException>(() => XGBoostForestReader.Read(new byte[9], new ForestReadOptions { MaxModelBytes = 8 })).Message, StringComparison.Ordinal);
        Assert.Contains("MaxNodes", Assert.Throws<ForestFormatException>(() => XGBoostForestReader.Read(Encoding.UTF8.GetBytes(Stump), new ForestReadOptions { MaxNodes = 2 })).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> HostileBinary => new()
    {
        { "announces text of 9223372036854775807 bytes", [.. "{L"u8, .. Whole(long.MaxValue)] },
        { "announces text of -1 bytes", [.. "{L"u8, .. Whole(-1)] },
        { "announces 9223372036854775807 elements", [.. "{i"u8, 1, .. "a[#L"u8, .. Whole(long.MaxValue)] },
        { "announces 1152921504606846976 elements", [.. "{i"u8, 1, .. "a[$D#L"u8, .. Whole(1L << 60)] },
        { "announces -5 elements", [.. "{i"u8, 1, .. "a[$D#L"u8, .. Whole(-5)] },
        { "announces 3 elements", [.. "{i"u8, 1, .. "a[$d#i"u8, 3, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "type 0x5a", [.. "{i"u8, 1, .. "a[$Z#L"u8, .. Whole(1L << 60)] },
        { "type 0x54", [.. "{i"u8, 1, .. "a[$T#L"u8, .. Whole(1L << 60)] },
        { "not their number", [.. "{i"u8, 1, .. "a[$d]"u8] },
        { "type 0x48", [.. "{i"u8, 1, .. "aHi"u8, 1, .. "1}"u8] },
        { "type 0x64", [.. "{i"u8, 1, .. "aSd"u8, 0, 0, 0, 0] },
        { "ends too early", [.. "{i"u8, 1, .. "ai"u8] },
        { "'a' twice", [.. "{i"u8, 1, .. "aTi"u8, 1, .. "aT}"u8] },
        { "nested deeper", [.. "{i"u8, 1, .. "a"u8, .. Enumerable.Repeat((byte)'[', 50)] },
        { "no member 'learner'", [.. "{i"u8, 1, .. "aNTN}"u8] },
    };

    [Theory]
    [MemberData(nameof(HostileBinary))]
    public void Read_HostileBinary_SaysWhatIsWrong(string problem, byte[] file) =>
        Assert.Contains(problem, Assert.Throws<ForestFormatException>(() => XGBoostForestReader.Read(file)).Message, StringComparison.Ordinal);

    private static byte[] Whole(long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static Forest Read(string model) => XGBoostForestReader.Read(Encoding.UTF8.GetBytes(model));

    private static float[] Score(string model)
    {
        float[] scores = new float[3];
        new ForestScorer(Read(model)).Score([0f, 1f, float.NaN], scores);
        return scores;
    }
}
