namespace ModelOps.Registry.Datasets;

/// <summary>Compares two versions of a table: rows by key, columns, and what the columns hold.</summary>
/// <remarks>Each version is read once, and up to the last row shown a second time; rows are divided on disk by the hash of their keys, so that memory is bounded
/// whatever the size (see <see cref="DatasetDiffOptions.Partitions"/>). Rows are told apart by 128 bits of SHA-256.</remarks>
public static class DatasetDiff
{
    private const int ProgressEvery = 10_000;

    /// <summary>Compares.</summary>
    /// <param name="before">The earlier version.</param>
    /// <param name="after">The later version.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it early; nothing is left on disk.</param>
    /// <returns>What differs.</returns>
    /// <exception cref="ArgumentException">A key column is not in both versions; the message says which.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static async Task<DatasetDiffReport> CompareAsync(
        IDatasetRows before, IDatasetRows after, DatasetDiffOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        options ??= new DatasetDiffOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Partitions, 1024);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxSamples);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxSamples, 10_000);
        IReadOnlyList<string> earlier = await before.ReadColumnsAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> later = await after.ReadColumnsAsync(cancellationToken).ConfigureAwait(false);
        string[] common = [.. earlier.Intersect(later, StringComparer.Ordinal)];
        if (options.KeyColumns.FirstOrDefault(k => !common.Contains(k)) is { } missing)
        {
            throw new ArgumentException($"Key column '{missing}' is not in both versions. Columns that are: {string.Join(", ", common.Take(20))}.", nameof(options));
        }

        string folder = options.TemporaryFolder ?? Path.GetTempPath();
        using RowPartitions left = new(folder, options.Partitions, common.Length);
        using RowPartitions right = new(folder, options.Partitions, common.Length);
        RowReading reading = new(options, common);
        IReadOnlyList<DatasetColumnProfile> profileBefore = await reading.ReadAsync(before, earlier, left, cancellationToken).ConfigureAwait(false);
        long rowsBefore = reading.Rows;
        IReadOnlyList<DatasetColumnProfile> profileAfter = await reading.ReadAsync(after, later, right, cancellationToken).ConfigureAwait(false);

        RowSamples samples = new(options.MaxSamples);
        RowComparison comparison = new(common, samples);
        for (int part = 0; part < options.Partitions; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            comparison.Compare(left.Read(part), right.Read(part));
        }

        string[] shown = options.KeyColumns.Count == 0 ? common : [.. options.KeyColumns];
        return new DatasetDiffReport
        {
            RowsBefore = rowsBefore,
            RowsAfter = reading.Rows - rowsBefore,
            Added = comparison.Added,
            Removed = comparison.Removed,
            Changed = comparison.Changed,
            DuplicateKeysBefore = comparison.DuplicatesBefore,
            DuplicateKeysAfter = comparison.DuplicatesAfter,
            ColumnsAdded = [.. later.Except(earlier, StringComparer.Ordinal)],
            ColumnsRemoved = [.. earlier.Except(later, StringComparer.Ordinal)],
            TypesChanged = [.. common.Where(name => IsTypeChanged(profileBefore, profileAfter, name))],
            ChangesByColumn = comparison.ChangesByColumn,
            Before = profileBefore,
            After = profileAfter,
            Samples = await FillKeysAsync(samples.Finish(), before, earlier, after, later, shown, cancellationToken).ConfigureAwait(false),
        };
    }

    internal static bool IsTimeToReport(long rows) => rows % ProgressEvery == 0;

    private static bool IsTypeChanged(IReadOnlyList<DatasetColumnProfile> before, IReadOnlyList<DatasetColumnProfile> after, string name)
    {
        DatasetColumnType was = before.First(c => c.Name == name).Type;
        DatasetColumnType now = after.First(c => c.Name == name).Type;
        return was != now && was != DatasetColumnType.Empty && now != DatasetColumnType.Empty;
    }

    private static async Task<IReadOnlyList<DatasetRowChange>> FillKeysAsync(
        IReadOnlyList<DatasetRowChange> samples, IDatasetRows before, IReadOnlyList<string> earlier, IDatasetRows after, IReadOnlyList<string> later, string[] shown, CancellationToken cancellationToken)
    {
        Dictionary<long, string?[]> removed = await FetchAsync(before, earlier, [.. samples.Where(static s => s.After is null).Select(static s => s.Before!.Value)], shown, cancellationToken).ConfigureAwait(false);
        Dictionary<long, string?[]> present = await FetchAsync(after, later, [.. samples.Where(static s => s.After is not null).Select(static s => s.After!.Value)], shown, cancellationToken).ConfigureAwait(false);
        return [.. samples.Select(s => s with { Key = s.After is { } row ? present[row] : removed[s.Before!.Value] })];
    }

    private static async Task<Dictionary<long, string?[]>> FetchAsync(
        IDatasetRows rows, IReadOnlyList<string> columns, HashSet<long> wanted, string[] shown, CancellationToken cancellationToken)
    {
        Dictionary<long, string?[]> found = [];
        if (wanted.Count == 0) { return found; }
        int[] places = [.. shown.Select(name => RowReading.PlaceOf(columns, name))];
        long number = 0;
        await foreach (IReadOnlyList<string?> row in rows.ReadRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (wanted.Contains(++number)) { found[number] = [.. places.Select(p => row[p])]; }
            if (found.Count == wanted.Count) { return found; }
        }

        throw new InvalidDataException("A version changed while it was compared. Compare it again when nobody writes to it.");
    }
}
