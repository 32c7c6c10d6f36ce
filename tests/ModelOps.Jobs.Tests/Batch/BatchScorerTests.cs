using System.Globalization;
using ModelOps.Jobs.CrashChild;
using ModelOps.Jobs.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests.Batch;

public sealed class BatchScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Score_Csv_AddsTheModelsColumnsToEachRow()
    {
        File.WriteAllText(_folder.File("in.csv"), "\uFEFFname,a,b\n\"x, y\",1,2\n\"say \"\"hi\"\"\",3,0.5\n\"two\nlines\",4,4\nlast,10,20");

        BatchScoringReport report = await ScoreAsync(Options() with { RowsPerCall = 2, RowsPerPart = 3 });

        Assert.Equal(new BatchScoringReport(4, 4, 0, "1.0.0", false), report);
        Assert.Equal("name,a,b,y\n\"x, y\",1,2,3\n\"say \"\"hi\"\"\",3,0.5,3.5\n\"two\nlines\",4,4,8\nlast,10,20,30\n", Read("out.csv"));
        Assert.False(Directory.Exists(_folder.File("out.csv.parts")));
        Assert.False(File.Exists(_folder.File("out.csv.errors.csv")));
    }

    [Fact]
    public async Task Score_WorkThatWasDone_IsNotDoneAgain()
    {
        File.WriteAllText(_folder.File("in.csv"), "a,b\n1,2\n");
        BatchScoringReport first = await ScoreAsync(Options());
        File.SetLastWriteTimeUtc(_folder.File("out.csv"), DateTime.UnixEpoch);

        BatchScoringReport second = await ScoreAsync(Options());

        Assert.Equal(first with { IsResumed = true }, second);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(_folder.File("out.csv")));
        await Assert.ThrowsAsync<BatchScoringException>(() => ScoreAsync(Options() with { KeepColumns = ["a"] }));
    }

    [Fact]
    public async Task Score_BadRows_AreListedWithReasonsAndTheOthersScored()
    {
        File.WriteAllText(_folder.File("in.csv"), "a,b\n1,2\nnone,2\n3\n-9,1\n5,5\n,1\n");

        BatchScoringReport report = await ScoreAsync(Options() with { BadRows = BadRowPolicy.Skip });

        Assert.Equal((6, 3, 3), (report.Rows, report.Scored, report.Skipped));
        Assert.Equal("a,b,y\n1,2,3\n5,5,10\n,1,NaN\n", Read("out.csv"));
        Assert.Equal(
            "row,reason\n2,column 'a' is not a number\n3,\"it has 1 fields, and the header 2\"\n4,the model refuses it (MODEL_EXECUTION_FAILED)\n",
            Read("out.csv.errors.csv"));
    }

    [Fact]
    public async Task Score_BadRowThatMayNotBe_EndsTheRunAndNamesIt()
    {
        File.WriteAllText(_folder.File("in.csv"), "a,b\n1,2\n1,none\n");
        BatchScoringException error = await Assert.ThrowsAsync<BatchScoringException>(() => ScoreAsync(Options()));
        Assert.Equal((BatchErrorCodes.Row, 2L), (error.Code, error.Row));
        Assert.DoesNotContain("none", error.Message, StringComparison.Ordinal);

        File.WriteAllText(_folder.File("in.csv"), "a,b\n1,2\n1,2\n1,-9\n");
        error = await Assert.ThrowsAsync<BatchScoringException>(() => ScoreAsync(Options() with { Overwrite = true }));
        Assert.Equal(3L, error.Row);
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    [Theory]
    [InlineData("in.csv", "out.parquet")]
    [InlineData("in.parquet", "out.csv")]
    [InlineData("in.parquet", "out.parquet")]
    public async Task Score_EachFormat_GivesTheSameAnswers(string input, string output)
    {
        await WriteAsync(input, 1000);
        BatchScoringOptions options = Options(input, output) with { RowsPerCall = 64, RowsPerPart = 300, BadRows = BadRowPolicy.Skip };

        BatchScoringReport report = await ScoreAsync(options);

        await using ITableReader before = await TableFormat.OpenAsync(_folder.File(input), Cancellation);
        await using ITableReader after = await TableFormat.OpenAsync(_folder.File(output), Cancellation);
        Assert.Equal(["id", "a", "b", "y"], after.ColumnNames);
        TableChunk rows = await after.ReadAsync(int.MaxValue, Cancellation);
        Dictionary<string, int> inputs = [];
        TableChunk all = await before.ReadAsync(int.MaxValue, Cancellation);
        for (int i = 0; i < all.Count; i++) { inputs[all.Column("id").Text(i)] = i; }
        Assert.Equal((report.Scored, (long)all.Count), (rows.Count, report.Rows));
        Assert.True(report.Skipped > 0);
        for (int i = 0; i < rows.Count; i++)
        {
            int from = inputs[rows.Column("id").Text(i)];
            Assert.True(all.Column("a").TryGetDouble(from, out double a) && all.Column("b").TryGetDouble(from, out double b));
            all.Column("b").TryGetDouble(from, out b);
            Assert.True(rows.Column("y").TryGetDouble(i, out double y));
            Assert.Equal((float)a + (float)b, (float)y);
        }
    }

    [Fact]
    public async Task Score_Parquet_ReportsProgressWithTheTotal()
    {
        await WriteAsync("in.parquet", 500);
        List<BatchScoringProgress> seen = [];

        await new BatchScorer(Model()).ScoreAsync(
            Options("in.parquet", "out.csv") with { RowsPerCall = 100, RowsPerPart = 200, BadRows = BadRowPolicy.Skip }, new Sink(seen.Add), Cancellation);

        Assert.Equal([100, 200, 300, 400, 500], seen.Select(static p => p.Rows));
        Assert.All(seen, static p => Assert.Equal(500, p.TotalRows));
        Assert.Equal(TimeSpan.Zero, seen[^1].Remaining);
        Assert.True(seen[^1].RowsPerSecond > 0);
    }

    [Fact]
    public async Task Score_CancelledInTheMiddle_GoesOnWhereItWas()
    {
        await WriteAsync("in.csv", 600);
        BatchScoringOptions options = Options() with { RowsPerCall = 50, RowsPerPart = 100, BadRows = BadRowPolicy.Skip };
        await ScoreAsync(options with { OutputPath = _folder.File("whole.csv") });
        using CancellationTokenSource stop = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new BatchScorer(Model()).ScoreAsync(options, new Sink(p => { if (p.Rows >= 250) { stop.Cancel(); } }), stop.Token));
        List<BatchScoringProgress> seen = [];

        BatchScoringReport report = await new BatchScorer(Model()).ScoreAsync(options, new Sink(seen.Add), Cancellation);

        Assert.True(report.IsResumed);
        Assert.Equal(250, seen[0].Rows);
        Assert.Equal(Read("whole.csv"), Read("out.csv"));
        Assert.Equal(Read("whole.csv.errors.csv"), Read("out.csv.errors.csv"));
    }

    [Fact]
    public async Task Score_InputChangedSince_IsRefused()
    {
        await WriteAsync("in.csv", 300);
        BatchScoringOptions options = Options() with { RowsPerCall = 50, RowsPerPart = 50 }; // fails at a bad row, with parts done
        await Assert.ThrowsAsync<BatchScoringException>(() => ScoreAsync(options with { RowsPerCall = 40, RowsPerPart = 40 }));
        File.AppendAllText(_folder.File("in.csv"), "more,1,2\n");

        BatchScoringException error = await Assert.ThrowsAsync<BatchScoringException>(() => ScoreAsync(options));

        Assert.Equal(BatchErrorCodes.Output, error.Code);
        Assert.Contains("Overwrite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_OutputIsThere_IsRefusedUnlessItMayBeReplaced()
    {
        File.WriteAllText(_folder.File("in.csv"), "a,b\n1,2\n");
        File.WriteAllText(_folder.File("out.csv"), "precious");

        await Assert.ThrowsAsync<BatchScoringException>(() => ScoreAsync(Options()));
        Assert.Equal("precious", Read("out.csv"));
        await ScoreAsync(Options() with { Overwrite = true });
        Assert.Equal("a,b,y\n1,2,3\n", Read("out.csv"));
    }

    [Theory]
    [InlineData("a,a\n1,2\n", "twice")]
    [InlineData("a,c\n1,2\n", "no column 'b'")]
    [InlineData("", "no header")]
    public async Task Score_TableThatDoesNotFit_SaysWhatMendsIt(string table, string expected)
    {
        File.WriteAllText(_folder.File("in.csv"), table);

        BatchScoringException error = await Assert.ThrowsAsync<BatchScoringException>(() => ScoreAsync(Options()));

        Assert.Equal(BatchErrorCodes.Input, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_AnyText_IsScoredOrRefusedButNeverAnotherError()
    {
        const string letters = "a,b\n\r\"1.x é\0";
        Random random = new(11);
        for (int i = 0; i < 200; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => letters[random.Next(letters.Length)]));
            File.WriteAllText(_folder.File("in.csv"), "a,b\n" + text);
            try { await ScoreAsync(Options() with { Overwrite = true, BadRows = BadRowPolicy.Skip }); }
            catch (BatchScoringException e) { Assert.Equal(BatchErrorCodes.Input, e.Code); }
        }
    }

    [Fact]
    public async Task Score_DamagedParquet_IsAnErrorOfTheInput()
    {
        await WriteAsync("in.parquet", 200);
        byte[] bytes = File.ReadAllBytes(_folder.File("in.parquet"));
        Random random = new(3);
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(_folder.File("in.parquet"), damaged[..random.Next(damaged.Length + 1)]);
            try { await ScoreAsync(Options("in.parquet", "out.csv") with { Overwrite = true, BadRows = BadRowPolicy.Skip }); }
            catch (BatchScoringException e) { Assert.Equal(BatchErrorCodes.Input, e.Code); }
        }
    }

    [Fact]
    public async Task Score_ModelMovedInTheMiddle_IsRefused()
    {
        await WriteAsync("in.parquet", 95);
        BatchScoringOptions options = Options("in.parquet", "out.csv") with { RowsPerCall = 10, RowsPerPart = 10 };

        BatchScoringException error = await Assert.ThrowsAsync<BatchScoringException>(() => new BatchScorer(new MovingModel(Model())).ScoreAsync(options, null, Cancellation));

        Assert.Equal(BatchErrorCodes.ModelMoved, error.Code);
    }

    [Fact]
    public async Task Job_OfAFile_IsScoredByAWorker()
    {
        await WriteAsync("in.csv", 500);
        await using JobHost host = await JobHost.StartAsync(Model());
        BatchScoringOptions options = Options() with { RowsPerCall = 50, RowsPerPart = 100, BadRows = BadRowPolicy.Skip };

        InferenceJob job = await host.Queue.SubmitBatchAsync(options, "nightly", Cancellation);
        Assert.Equal(job.Id, (await host.Queue.SubmitBatchAsync(options, "nightly", Cancellation)).Id);
        InferenceJob ended = await host.UntilAsync(job.Id, static j => j.HasEnded);

        Assert.Equal(InferenceJobState.Succeeded, ended.State);
        Assert.Equal(500, ended.Progress!.Done);
        ReadOnlyMemory<byte> report = (await host.Queue.ReadResultAsync(job.Id, Cancellation))!.Value;
        Assert.Contains("\"Rows\":500", System.Text.Encoding.UTF8.GetString(report.Span), StringComparison.Ordinal);
        Assert.StartsWith("id,a,b,y\n", Read("out.csv"), StringComparison.Ordinal);
    }

    private static RowSums Model() => new() { DelayMilliseconds = 0 };

    private string Read(string name) => File.ReadAllText(_folder.File(name));

    private Task<BatchScoringReport> ScoreAsync(BatchScoringOptions options) => new BatchScorer(Model()).ScoreAsync(options, null, Cancellation);

    private async Task WriteAsync(string name, int rows)
    {
        if (name.EndsWith(".csv", StringComparison.Ordinal)) { BatchFiles.WriteCsv(_folder.File(name), rows, seed: 5); }
        else { await BatchFiles.WriteParquetAsync(_folder.File(name), rows, seed: 5, rowsPerGroup: 130); }
    }

    private BatchScoringOptions Options(string input = "in.csv", string output = "out.csv") => new()
    {
        InputPath = _folder.File(input),
        OutputPath = _folder.File(output),
        Model = ModelReference.Parse("sums"),
        Inputs = [new BatchInput("x", ["a", "b"])],
    };

    private sealed class Sink(Action<BatchScoringProgress> report) : IProgress<BatchScoringProgress>
    {
        public void Report(BatchScoringProgress value) => report(value);
    }

    private sealed class MovingModel(IInferenceClient inner) : DelegatingInferenceClient(inner)
    {
        private int _calls;

        public override async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
        {
            await base.InferAsync(request, response, cancellationToken);
            response.ModelVersion = (++_calls / 4).ToString(CultureInfo.InvariantCulture);
        }
    }
}
