using Microsoft.Data.Sqlite;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests.Sqlite;

public sealed class SqliteJobQueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_AgainAfterClosing_HasWhatWasSubmitted()
    {
        InferenceJob job;
        using (SqliteJobQueue queue = Open()) { job = await queue.SubmitAsync(Job()); }

        using SqliteJobQueue again = Open();
        Assert.Equal(job.Id, (await again.ClaimAsync("w", TimeSpan.FromMinutes(1)))!.Job.Id);
    }

    [Fact]
    public void Open_DamagedOrForeignFile_IsRefusedAndLeftAlone()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'x', 8192)];
        _folder.Write("jobs.db", text);
        JobStoreException damaged = Assert.Throws<JobStoreException>(Open);
        Assert.Equal((ModelOpsErrorKind.DataLoss, JobErrorCodes.JobStoreDamaged), (damaged.Kind, damaged.Code));
        Assert.Equal(text, File.ReadAllBytes(_folder.File("jobs.db")));

        File.Delete(_folder.File("jobs.db"));
        using (SqliteConnection other = new($"Data Source={_folder.File("jobs.db")};Pooling=false"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "CREATE TABLE t (x)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("another program", Assert.Throws<JobStoreException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_MoreThanMayWait_IsRefusedUntilSomeAreDone()
    {
        using SqliteJobQueue queue = Open(static o => o.MaxQueued = 2);
        await queue.SubmitAsync(Job());
        await queue.SubmitAsync(Job());

        JobQueueFullException full = await Assert.ThrowsAsync<JobQueueFullException>(async () => await queue.SubmitAsync(Job()));
        Assert.NotNull(full.RetryAfter);
        await queue.ClaimAsync("w", TimeSpan.FromMinutes(1));
        await queue.SubmitAsync(Job());
    }

    [Fact]
    public async Task Submit_BeyondTheLargestFile_IsRefusedAndTheQueueGoesOn()
    {
        using SqliteJobQueue queue = Open(static o => o.MaxFileBytes = 1 << 20);
        await queue.SubmitAsync(Job(1000));

        JobQueueFullException full = await Assert.ThrowsAsync<JobQueueFullException>(async () => await queue.SubmitAsync(Job(4 << 20)));

        Assert.Contains("MaxFileBytes", full.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await queue.GetDepthAsync()).Ready);
        await queue.SubmitAsync(Job(1000));
    }

    [Fact]
    public async Task Write_FileRemovedMeanwhile_IsAnError()
    {
        using SqliteJobQueue queue = Open();
        File.Delete(_folder.File("jobs.db"));

        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(async () => await queue.SubmitAsync(Job()));

        Assert.Equal(JobErrorCodes.JobStoreDamaged, error.Code);
    }

    [Fact]
    public void Open_FolderThatCannotBeMade_SaysWhatMendsIt()
    {
        _folder.Write("file", [1]);

        JobStoreException error = Assert.Throws<JobStoreException>(() => SqliteJobQueue.Open(new SqliteJobQueueOptions { Path = _folder.File("file/jobs.db") }));

        Assert.Equal(JobErrorCodes.JobStoreUnavailable, error.Code);
        Assert.DoesNotContain(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_TwoQueuesOnOneFile_ShareTheWork()
    {
        using SqliteJobQueue one = Open();
        using SqliteJobQueue two = Open();
        for (int i = 0; i < 60; i++) { await one.SubmitAsync(Job()); }

        List<string>[] done = await Task.WhenAll(WorkAsync(one), WorkAsync(two));

        Assert.Equal(60, done.Sum(static d => d.Count));
        Assert.Equal(60, done.SelectMany(static d => d).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0, (await two.GetDepthAsync()).Ready);

        static async Task<List<string>> WorkAsync(SqliteJobQueue queue)
        {
            List<string> mine = [];
            while (await queue.ClaimAsync("w", TimeSpan.FromMinutes(1)) is { } lease)
            {
                await queue.SettleAsync(lease, InferenceJobOutcome.Succeeded(new byte[] { 1 }));
                mine.Add(lease.Job.Id);
            }

            return mine;
        }
    }

    private static InferenceJobSubmission Job(int bytes = 10) => new() { Model = ModelReference.Parse("demand"), Payload = new byte[bytes] };

    private SqliteJobQueue Open() => Open(static _ => { });

    private SqliteJobQueue Open(Action<SqliteJobQueueOptions> configure)
    {
        SqliteJobQueueOptions options = new() { Path = _folder.File("jobs.db") };
        configure(options);
        return SqliteJobQueue.Open(options);
    }
}
