namespace ModelOps.Registry.Datasets;

/// <summary>The first few of the rows that differ, of each kind, whatever the order they are found in.</summary>
internal sealed class RowSamples(int max)
{
    private readonly Dictionary<DatasetRowChangeKind, List<DatasetRowChange>> _found = [];

    public void Add(DatasetRowChangeKind kind, long? before, long? after, Func<IReadOnlyList<string>>? columns = null)
    {
        if (max == 0) { return; }
        if (!_found.TryGetValue(kind, out List<DatasetRowChange>? list)) { _found[kind] = list = []; }
        list.Add(new DatasetRowChange(kind, [], before, after, columns?.Invoke() ?? []));
        if (list.Count >= max * 2) { Trim(list); }
    }

    public IReadOnlyList<DatasetRowChange> Finish()
    {
        foreach (List<DatasetRowChange> list in _found.Values) { Trim(list); }
        return [.. _found.OrderBy(static f => f.Key).SelectMany(static f => f.Value)];
    }

    private void Trim(List<DatasetRowChange> list)
    {
        list.Sort(static (a, b) => Comparer<long>.Default.Compare(a.After ?? a.Before ?? 0, b.After ?? b.Before ?? 0));
        if (list.Count > max) { list.RemoveRange(max, list.Count - max); }
    }
}
