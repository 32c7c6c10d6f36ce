namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Shapes of forests that between them use everything the form can say.</summary>
internal static class ForestCases
{
    public static IReadOnlyDictionary<string, RandomForest> Exact { get; } = new Dictionary<string, RandomForest>
    {
        ["plain"] = new() { Trees = 60 },
        ["one mode after another"] = new() { Modes = RandomForest.EveryMode, Trees = 60 },
        ["missing values"] = new() { TracksMissing = true, Trees = 60 },
        ["missing values in every mode"] = new() { TracksMissing = true, Modes = RandomForest.EveryMode, Trees = 60 },
        ["below"] = new() { Modes = ["BRANCH_LT"] },
        ["at least"] = new() { Modes = ["BRANCH_GTE"] },
        ["above"] = new() { Modes = ["BRANCH_GT"] },
        ["equal"] = new() { Modes = ["BRANCH_EQ"], TracksMissing = true, Features = 2, Cuts = 8 },
        ["not equal"] = new() { Modes = ["BRANCH_NEQ"], TracksMissing = true, Features = 2, Cuts = 8 },
        ["stumps"] = new() { Leaves = 2, Trees = 70, TracksMissing = true },
        ["single leaves"] = new() { Leaves = 1 },
        ["one tree"] = new() { Trees = 1, Leaves = 255 },
        ["256 leaves"] = new() { Trees = 9, Leaves = 256, IsChain = true },
        ["257 leaves"] = new() { Trees = 5, Leaves = 257, IsChain = true },
        ["many leaves"] = new() { Trees = 20, Leaves = 900, Cuts = 200 },
        ["too many leaves for any rank"] = new() { Trees = 2, Leaves = 4000, IsChain = true },
        ["chains 30 deep"] = new() { IsChain = true },
        ["many cuts"] = new() { Trees = 40, Cuts = 2000, Features = 3, Leaves = 127, Modes = RandomForest.EveryMode, TracksMissing = true },
        ["one feature"] = new() { Features = 1, Cuts = 254 },
        ["forty features"] = new() { Features = 40, Trees = 40 },
        ["average"] = new() { Aggregate = "AVERAGE", BaseValues = 1 },
        ["smallest"] = new() { Aggregate = "MIN", BaseValues = 1 },
        ["largest"] = new() { Aggregate = "MAX" },
        ["base value"] = new() { BaseValues = 1 },
        ["ignored logistic of one target"] = new() { Transform = "LOGISTIC" },
        ["three targets by turns"] = new() { Targets = 3, BaseValues = 3 },
        ["three targets at once"] = new() { Targets = 3, GivesToAll = true },
        ["average of three targets"] = new() { Targets = 3, Aggregate = "AVERAGE", BaseValues = 3, GivesToAll = true },
        ["smallest of three targets"] = new() { Targets = 3, Aggregate = "MIN" },
        ["largest of three targets"] = new() { Targets = 3, Aggregate = "MAX", BaseValues = 3, GivesToAll = true },
        ["a target without weights"] = new() { Targets = 3, Trees = 2, BaseValues = 3 },
        ["largest of a target without weights"] = new() { Targets = 3, Trees = 2, BaseValues = 3, Aggregate = "MAX" },
        ["a class without weights"] = new() { IsClassifier = true, Targets = 4, Trees = 2 },
        ["doubles"] = new() { IsDouble = true, Trees = 60 },
        ["doubles in every mode with missing values"] = new() { IsDouble = true, TracksMissing = true, Modes = RandomForest.EveryMode, Trees = 60, BaseValues = 1 },
        ["doubles, three targets, many leaves"] = new() { IsDouble = true, Targets = 3, GivesToAll = true, Leaves = 200 },
        ["average of doubles"] = new() { IsDouble = true, Aggregate = "AVERAGE" },
        ["five classes"] = new() { IsClassifier = true, Targets = 5, BaseValues = 5 },
        ["five classes at once"] = new() { IsClassifier = true, Targets = 5, GivesToAll = true },
        ["two classes, weights for both"] = new() { IsClassifier = true, Targets = 2, GivesToAll = true, IsPositive = true },
        ["two classes by turns"] = new() { IsClassifier = true, Targets = 2 },
        ["two classes, margin of the first"] = new() { IsClassifier = true, Targets = 2, OnlyClass = 0 },
        ["two classes, margin of the second"] = new() { IsClassifier = true, Targets = 2, OnlyClass = 1 },
        ["two classes, share of the first"] = new() { IsClassifier = true, Targets = 2, OnlyClass = 0, IsPositive = true },
        ["two classes, share of the second"] = new() { IsClassifier = true, Targets = 2, OnlyClass = 1, IsPositive = true },
        ["two classes, one base value"] = new() { IsClassifier = true, Targets = 2, OnlyClass = 0, BaseValues = 1 },
        ["two classes of doubles"] = new() { IsClassifier = true, Targets = 2, OnlyClass = 0, IsDouble = true },
    };

    public static IReadOnlyDictionary<string, RandomForest> Transformed { get; } = new Dictionary<string, RandomForest>
    {
        ["probit of a share"] = new() { Transform = "PROBIT", IsPositive = true },
        ["logistic of targets"] = new() { Transform = "LOGISTIC", Targets = 3 },
        ["logistic of a target without weights"] = new() { Transform = "LOGISTIC", Targets = 3, Trees = 2, BaseValues = 3 },
        ["softmax of a class without weights"] = new() { Transform = "SOFTMAX", Targets = 4, Trees = 3, IsClassifier = true },
        ["probit of targets"] = new() { Transform = "PROBIT", Targets = 2, IsPositive = true },
        ["softmax of classes"] = new() { Transform = "SOFTMAX", Targets = 4, IsClassifier = true, BaseValues = 4 },
        ["softmax zero of classes"] = new() { Transform = "SOFTMAX_ZERO", Targets = 4, Trees = 3, IsClassifier = true },
        ["logistic of classes"] = new() { Transform = "LOGISTIC", Targets = 4, IsClassifier = true, IsDouble = true },
        ["logistic of a margin"] = new() { Transform = "LOGISTIC", Targets = 2, OnlyClass = 0, IsClassifier = true },
        ["softmax of two classes"] = new() { Transform = "SOFTMAX", Targets = 2, GivesToAll = true, IsClassifier = true },
    };

    public static TheoryData<string> ExactNames => [.. Exact.Keys];

    public static TheoryData<string> TransformedNames => [.. Transformed.Keys];
}
