using ModelOps.Jobs.CrashChild;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests.Batch;

public sealed class BatchKillTests : IDisposable
{
    private const int Rows = 6000;
    private const int Kills = 12;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".csv", 1)]
    [InlineData(".parquet", 2)]
    public async Task Score_KilledAtRandomPoints_EndsWithTheBytesOfAnUninterruptedRun(string format, int seed)
    {
        string input = _folder.File("in.csv");
        BatchFiles.WriteCsv(input, Rows, seed);
        string whole = _folder.File("whole" + format);
        await new BatchScorer(new RowSums { DelayMilliseconds = 0 }).ScoreAsync(
            new BatchScoringOptions
            {
                InputPath = input,
                OutputPath = whole,
                Model = ModelReference.Parse("sums"),
                Inputs = [new BatchInput("x", ["a", "b"])],
                RowsPerCall = 25,
                RowsPerPart = 100,
                BadRows = BadRowPolicy.Skip,
            },
            null,
            Cancellation);
        string output = _folder.File("out" + format);
        Random random = new(seed);

        int killed = 0;
        while (!File.Exists(output) || Directory.Exists(output + ".parts"))
        {
            await using ChildProcess child = ChildProcess.Start("ModelOps.Jobs.CrashChild", "score", input, output);
            Assert.Equal("ready", await child.ReadLineAsync(Cancellation));
            if (killed < Kills)
            {
                await Task.Delay(random.Next(250), Cancellation);
                await child.KillAsync();
                killed++;
            }
            else
            {
                Assert.Equal("done", await child.ReadLineAsync(Cancellation));
                Assert.Equal(0, await child.WaitAsync(Cancellation));
            }
        }

        Assert.InRange(killed, 3, Kills);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(output));
        Assert.Equal(File.ReadAllBytes(whole + ".errors.csv"), File.ReadAllBytes(output + ".errors.csv"));
    }
}
