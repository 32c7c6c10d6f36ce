namespace ModelOps.Registry.Datasets;

/// <summary>Compares the parts of two versions, one after the other.</summary>
internal sealed class RowComparison(string[] columns, RowSamples samples)
{
    private readonly long[] _changes = new long[columns.Length];

    public long Added { get; private set; }

    public long Removed { get; private set; }

    public long Changed { get; private set; }

    public long DuplicatesBefore { get; private set; }

    public long DuplicatesAfter { get; private set; }

    public IReadOnlyDictionary<string, long> ChangesByColumn => columns.Index().Where(c => _changes[c.Index] > 0).ToDictionary(static c => c.Item, c => _changes[c.Index], StringComparer.Ordinal);

    public void Compare(IEnumerable<RowRecord> before, IEnumerable<RowRecord> after)
    {
        RowRecord[] earlier = [.. before];
        int[] next = new int[earlier.Length]; // rows of the same key, in their order
        Dictionary<UInt128, int> heads = new(earlier.Length);
        for (int i = earlier.Length - 1; i >= 0; i--)
        {
            bool known = heads.TryGetValue(earlier[i].Key, out int head);
            if (known) { DuplicatesBefore++; }
            next[i] = known ? head : -1;
            heads[earlier[i].Key] = i;
        }

        HashSet<UInt128> seen = [];
        foreach (RowRecord later in after)
        {
            if (!seen.Add(later.Key)) { DuplicatesAfter++; }
            if (!heads.TryGetValue(later.Key, out int match) || match < 0)
            {
                Added++;
                samples.Add(DatasetRowChangeKind.Added, null, later.Row);
                continue;
            }

            heads[later.Key] = next[match];
            if (earlier[match].Content != later.Content) { Note(earlier[match], later); }
        }

        foreach (int head in heads.Values)
        {
            for (int i = head; i >= 0; i = next[i])
            {
                Removed++;
                samples.Add(DatasetRowChangeKind.Removed, earlier[i].Row, null);
            }
        }
    }

    private void Note(RowRecord before, RowRecord after)
    {
        Changed++;
        List<string> changed = [];
        for (int i = 0; i < columns.Length; i++)
        {
            if (before.Columns[i] == after.Columns[i]) { continue; }
            _changes[i]++;
            changed.Add(columns[i]);
        }

        samples.Add(DatasetRowChangeKind.Changed, before.Row, after.Row, () => changed);
    }
}
