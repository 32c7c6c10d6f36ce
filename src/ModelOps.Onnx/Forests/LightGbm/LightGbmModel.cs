namespace ModelOps.Onnx.Forests.LightGbm;

/// <summary>A model in LightGBM's text form.</summary>
internal sealed class LightGbmModel
{
    private const int MaxTreesPerIteration = ForestBuilder.MaxTargets;

    private readonly ForestReadOptions _options;
    private readonly LightGbmSection _head;
    private readonly List<LightGbmTree> _trees = [];

    public LightGbmModel(string text, ForestReadOptions options)
    {
        _options = options;
        _head = new LightGbmSection(text, "The head of the model");
        LightGbmSection section = _head;
        bool isEnded = false;
        int start = 0;
        for (bool isFirst = true; start < text.Length && !isEnded; isFirst = false)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0) { end = text.Length; }
            ReadOnlySpan<char> line = text.AsSpan(start, end - start).Trim();
            if (isFirst && line is not "tree") { throw new ForestFormatException($"It begins with {Quote.Short(line.ToString())} and not with 'tree'. Give a LightGBM model in its text form."); }
            if (line.StartsWith("Tree="))
            {
                Close(section);
                section = new LightGbmSection(text, $"Tree {_trees.Count}");
            }

            isEnded = line is "end of trees";
            if (!line.IsEmpty && !isEnded) { section.Add(start..end); }
            start = end + 1;
        }

        if (!isEnded) { throw new ForestFormatException("It ends before its line 'end of trees'. Copy the whole file."); }
        Close(section);
    }

    public Forest ToForest()
    {
        int targets = _head.Int("num_tree_per_iteration", 1);
        if (targets is < 1 or > MaxTreesPerIteration) { throw _head.Error($"has {targets} trees in an iteration", $"1 to {MaxTreesPerIteration} are possible."); }
        if (_trees.Count % targets != 0) { throw new ForestFormatException($"It has {_trees.Count} trees, {targets} in each iteration. Copy the whole file."); }
        LightGbmObjective objective = LightGbmObjective.Parse(_head.Text("objective", string.Empty), targets, _options.RawScores);
        bool isAveraged = _head.Has("average_output") && _trees.Count > 0 && !_options.RawScores;
        bool isPlainAverage = isAveraged && objective.Classes == 0 && targets == 1;
        ForestBuilder builder = new()
        {
            FeatureCount = Features(),
            TargetCount = Math.Max(objective.Classes, targets),
            ClassLabels = [.. Enumerable.Range(0, objective.Classes).Select(static label => (object)(long)label)],
            Precision = ForestPrecision.Double,
            Transform = objective.Transform,
            Aggregate = isPlainAverage ? ForestAggregate.Average : ForestAggregate.Sum,
            MaxNodes = _options.MaxNodes,
        };
        double divisor = isAveraged && !isPlainAverage ? _trees.Count / targets : 1d;
        for (int i = 0; i < _trees.Count; i++) { _trees[i].AddTo(builder, i % targets, objective.Scale, divisor); }
        if (objective.Classes == 2) { MarginTrees.KeepMargins(builder); }
        return builder.Build();
    }

    private int Features()
    {
        int highest = _head.Int("max_feature_idx");
        return highest is >= 0 and < int.MaxValue ? highest + 1 : throw _head.Error($"has {highest} as max_feature_idx", "Give the index of the last feature.");
    }

    private void Close(LightGbmSection section)
    {
        if (section != _head) { _trees.Add(new LightGbmTree(section)); }
    }
}
