using CsCheck;
using ModelOps.Registry.Datasets;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Datasets;

public sealed class DatasetDiffTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_RowsByKey_SaysWhatChanged()
    {
        IDatasetRows before = Csv("id,store,price,old\n1,a,10,x\n2,b,20,x\n3,c,30,x\n4,\"d,\"\"d\"\"\",40,x\n");
        IDatasetRows after = Csv("price,id,store,new\n40,4,\"d,\"\"d\"\"\",1\n10.5,1,a,1\n20,2,B,1\n50,5,e,1\n");

        DatasetDiffReport report = await DatasetDiff.CompareAsync(before, after, new DatasetDiffOptions { KeyColumns = { "id" }, TemporaryFolder = _folder.Path });

        Assert.Equal((4, 4, 1, 1, 2), (report.RowsBefore, report.RowsAfter, report.Added, report.Removed, report.Changed));
        Assert.Equal("new", Assert.Single(report.ColumnsAdded));
        Assert.Equal("old", Assert.Single(report.ColumnsRemoved));
        Assert.Equal("price", Assert.Single(report.TypesChanged));
        Assert.Equal(new Dictionary<string, long> { ["price"] = 1, ["store"] = 1 }, report.ChangesByColumn);
        Assert.Equal(
            ["Added 5 -/4 ", "Removed 3 3/- ", "Changed 1 1/2 price", "Changed 2 2/3 store"],
            report.Samples.Select(static s => $"{s.Kind} {string.Join('|', s.Key)} {Show(s.Before)}/{Show(s.After)} {string.Join(',', s.Columns)}"));
        Assert.False(report.IsEqual);
        Assert.Empty(Directory.GetFiles(_folder.Path, "modelops-diff*"));
    }

    [Fact]
    public async Task Compare_OtherOrder_IsEqual()
    {
        DatasetDiffReport report = await DatasetDiff.CompareAsync(Csv("a,b\n1,2\n3,4\n3,4\n"), Csv("b,a\n4,3\n2,1\n4,3\n"));

        Assert.True(report.IsEqual);
        Assert.Equal((1, 1), (report.DuplicateKeysBefore, report.DuplicateKeysAfter));
    }

    [Fact]
    public async Task Profile_Columns_IsAsComputedByHand()
    {
        string rows = string.Concat(Enumerable.Range(0, 2000).Select(static i => $"{i},{i * 0.5},{(i % 2 == 0 ? "true" : "FALSE")},2026-01-{(i % 28) + 1:D2}T10:00:00Z,{(i % 4 == 0 ? "" : "t" + (i % 10))},\n"));
        DatasetDiffReport report = await DatasetDiff.CompareAsync(Csv("i,n,b,t,s,e\n" + rows), Csv("i\n"));

        DatasetColumnProfile[] profile = [.. report.Before];
        Assert.Equal(
            [DatasetColumnType.Integer, DatasetColumnType.Number, DatasetColumnType.Boolean, DatasetColumnType.Timestamp, DatasetColumnType.Text, DatasetColumnType.Empty],
            profile.Select(static p => p.Type));
        Assert.Equal(("0", "1999", 999.5), (profile[0].Minimum, profile[0].Maximum, profile[0].Mean!.Value));
        Assert.Equal((1500, 500), (profile[4].Count, profile[4].Nulls));
        Assert.InRange(profile[0].DistinctEstimate, 1900, 2100);
        Assert.Equal((2, 28, 10), (profile[2].DistinctEstimate, profile[3].DistinctEstimate, profile[4].DistinctEstimate));
        Assert.Equal(DatasetColumnType.Empty, Assert.Single(report.After).Type);
    }

    [Fact]
    public async Task Compare_AnyTables_AgreesWithTheNaiveWay() => await Gen.Select(Table, Table, Gen.Int[1, 7], Gen.Bool).SampleAsync(async (before, after, parts, byKey) =>
    {
        DatasetDiffOptions options = new() { Partitions = parts, MaxSamples = 3, TemporaryFolder = _folder.Path };
        if (byKey) { options.KeyColumns.Add("k"); }

        DatasetDiffReport report = await DatasetDiff.CompareAsync(new Rows(before), new Rows(after), options);

        (long added, long removed, long changed) = Naive(before, after, byKey);
        Assert.Equal((added, removed, changed), (report.Added, report.Removed, report.Changed));
        Assert.Equal((before.Length, after.Length), (report.RowsBefore, report.RowsAfter));
        Assert.True(report.Samples.Count <= 9);
    }, iter: 200);

    [Fact]
    public async Task Compare_CancelledOrMisused_LeavesNothing()
    {
        using CancellationTokenSource stopping = new();
        Rows endless = new([], stopping);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DatasetDiff.CompareAsync(endless, Csv("k,v\n"), new DatasetDiffOptions { TemporaryFolder = _folder.Path }, stopping.Token));
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => DatasetDiff.CompareAsync(Csv("a\n"), Csv("b\n"), new DatasetDiffOptions { KeyColumns = { "a" } }));

        Assert.Contains("'a' is not in both", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "modelops-diff*"));
    }

    [Theory]
    [InlineData("a,b\r\n1,\"x\r\ny\"\r\n\r\n,\"\"\r\n", "1|x\r\ny;-|")]
    [InlineData("\ufeffa,b\n1,2", "1|2")]
    [InlineData("a\n\n1\n", "-;1")]
    [InlineData("a,b\n\"q\"\"q\",\"\"\n", "q\"q|")]
    public async Task Csv_ByRfc4180_IsRead(string text, string expected)
    {
        List<string> rows = [];
        await foreach (IReadOnlyList<string?> row in Csv(text).ReadRowsAsync()) { rows.Add(string.Join('|', row.Select(static v => v ?? "-"))); }

        Assert.Equal(expected, string.Join(';', rows));
    }

    [Theory]
    [InlineData("a,b\n1\n2,3\n", "Line 2")]
    [InlineData("a,b\n1,2,3\n", "Line 2")]
    [InlineData("a,b\n1,\"2\n", "not closed")]
    public async Task Csv_Malformed_NamesTheLine(string text, string expected)
    {
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(async () => { await foreach (IReadOnlyList<string?> _ in Csv(text).ReadRowsAsync()) { } });

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static readonly Gen<(string K, string? V)[]> Table =
        Gen.Select(Gen.Int[0, 12].Select(static k => $"k{k}"), Gen.Int[0, 3].Select(static i => new[] { null, "", "x", "y" }[i])).Array[0, 30];

    private static (long Added, long Removed, long Changed) Naive((string K, string? V)[] before, (string K, string? V)[] after, bool byKey)
    {
        (long added, long removed, long changed) = (0, 0, 0);
        object Key((string K, string? V) row) => byKey ? row.K : row;
        foreach (object key in before.Select(Key).Concat(after.Select(Key)).Distinct())
        {
            (string K, string? V)[] was = [.. before.Where(r => Key(r).Equals(key))];
            (string K, string? V)[] now = [.. after.Where(r => Key(r).Equals(key))];
            added += Math.Max(0, now.Length - was.Length);
            removed += Math.Max(0, was.Length - now.Length);
            changed += was.Zip(now).Count(static p => p.First != p.Second);
        }

        return (added, removed, changed);
    }

    private static string Show(long? row) => row is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}") : "-";

    private CsvDatasetRows Csv(string text)
    {
        string file = _folder.File($"{Guid.NewGuid():N}.csv");
        File.WriteAllText(file, text);
        return new CsvDatasetRows(file);
    }

    private sealed class Rows((string K, string? V)[] rows, CancellationTokenSource? stopping = null) : IDatasetRows
    {
        public Task<IReadOnlyList<string>> ReadColumnsAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<string>>(["k", "v"]);

        public async IAsyncEnumerable<IReadOnlyList<string?>> ReadRowsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            string?[] row = new string?[2]; // reused, as the contract allows
            await Task.CompletedTask;
            foreach ((string k, string? v) in rows)
            {
                (row[0], row[1]) = (k, v);
                yield return row;
            }

            for (int i = 0; stopping is not null; i++)
            {
                (row[0], row[1]) = ($"{i}", "v");
                if (i == 50_000) { await stopping.CancelAsync(); }
                yield return row;
            }
        }
    }
}
