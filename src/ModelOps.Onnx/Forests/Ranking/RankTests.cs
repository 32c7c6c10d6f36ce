namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Collects distinct tests. Not thread-safe.</summary>
internal sealed class RankTests
{
    private readonly Dictionary<RankTreeTest, int> _indexes = [];
    private readonly List<RankTreeTest> _tests = [];

    public int Count => _tests.Count;

    /// <summary>Index of a test, which may be new.</summary>
    public int IndexOf(RankTreeTest test)
    {
        if (!_indexes.TryGetValue(test, out int index))
        {
            index = _tests.Count;
            _indexes.Add(test, index);
            _tests.Add(test);
        }

        return index;
    }

    /// <summary>All tests by index.</summary>
    public RankTreeTest[] ToArray() => [.. _tests];

    public void Clear()
    {
        _indexes.Clear();
        _tests.Clear();
    }
}
