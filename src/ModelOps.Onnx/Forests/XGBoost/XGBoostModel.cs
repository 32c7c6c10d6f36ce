namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>A model as XGBoost saves it.</summary>
/// <param name="root">The file.</param>
/// <param name="options">What is read of it.</param>
internal sealed class XGBoostModel(ModelElement root, ForestReadOptions options)
{
    private readonly ModelElement _learner = root["learner"];

    public Forest ToForest()
    {
        ModelElement booster = _learner["gradient_booster"];
        string name = booster["name"].Text();
        float[]? factors = null;
        if (name == "dart")
        {
            factors = [.. booster["weight_drop"].Numbers().Select(static factor => (float)factor)];
            booster = booster["gbtree"];
        }
        else if (name != "gbtree") { throw new ForestFormatException($"Its booster is {Quote.Short(name)}, which is no tree ensemble. Give a gbtree or a dart."); }

        ModelElement model = booster["model"];
        IReadOnlyList<ModelElement> trees = model["trees"].Items();
        int[] targetOfTree = model["tree_info"].Ints(trees.Count);
        if (factors is not null && factors.Length != trees.Count) { throw booster.Error($"has {trees.Count} trees and {factors.Length} weights of them"); }
        int targets = Targets();
        List<XGBoostTree> read = [];
        foreach (int i in Enumerable.Range(0, TreesUsed(model, trees.Count, targets))) { read.Add(new XGBoostTree(trees[i], factors?[i], targetOfTree[i], targets)); }
        return Build(read, targets);
    }

    private Forest Build(List<XGBoostTree> trees, int targets)
    {
        XGBoostObjective objective = XGBoostObjective.Parse(_learner["objective"]["name"].Text(), options.RawScores);
        bool isBinary = objective is { IsClassifier: true, Transform: ForestTransform.Logistic } && targets == 1;
        int classes = isBinary ? 2 : objective.Transform == ForestTransform.Softmax && targets > 2 ? targets : 0;
        ForestBuilder builder = new()
        {
            FeatureCount = Features(),
            TargetCount = Math.Max(classes, targets),
            ClassLabels = [.. Enumerable.Range(0, classes).Select(static label => (object)(long)label)],
            Transform = objective.Transform,
            MaxNodes = options.MaxNodes,
        };
        MarginTrees.AddStarts(builder, Starts(objective, targets));
        foreach (XGBoostTree tree in trees) { tree.AddTo(builder); }
        if (isBinary) { MarginTrees.KeepMargins(builder); }
        return builder.Build();
    }

    private double[] Starts(XGBoostObjective objective, int targets)
    {
        ModelElement element = _learner["learner_model_param"]["base_score"];
        float[] scores = element.Floats();
        if (scores.Length != 1 && scores.Length != targets) { throw element.Error($"has {scores.Length} numbers, and there are {targets} targets"); }
        double[] starts = new double[targets];
        for (int i = 0; i < starts.Length; i++) { starts[i] = objective.ToMargin(scores[scores.Length == 1 ? 0 : i]); }
        return starts;
    }

    private int Targets()
    {
        ModelElement parameters = _learner["learner_model_param"];
        int count = Math.Max(1, Math.Max(parameters.Find("num_class")?.Int() ?? 1, parameters.Find("num_target")?.Int() ?? 1));
        return count <= ForestBuilder.MaxTargets ? count : throw parameters.Error($"has {count} targets, and {ForestBuilder.MaxTargets} are possible");
    }

    private int Features()
    {
        ModelElement count = _learner["learner_model_param"]["num_feature"];
        return count.Int() is >= 0 and < int.MaxValue ? count.Int() : throw count.Error($"is {count.Int()}");
    }

    private int TreesUsed(ModelElement model, int trees, int targets)
    {
        if (!options.StopAtBestIteration || _learner.Find("attributes")?.Find("best_iteration") is not { } best) { return trees; }
        int iterations = best.Int();
        if (iterations is < 0 or int.MaxValue) { throw best.Error($"is {iterations}"); }
        iterations++;
        if (model.Find("iteration_indptr") is { } starts)
        {
            int[] firsts = starts.Ints();
            int end = iterations < firsts.Length ? firsts[iterations] : trees;
            return end >= 0 && end <= trees ? end : throw starts.Error($"leads to tree {end}, and there are {trees}");
        }

        ModelElement parallel = model["gbtree_model_param"]["num_parallel_tree"];
        int treesOfIteration = Math.Max(1, parallel.Int());
        return (int)Math.Min(trees, (long)iterations * treesOfIteration * targets);
    }
}
