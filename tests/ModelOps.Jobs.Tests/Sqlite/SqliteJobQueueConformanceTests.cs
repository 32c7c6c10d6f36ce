using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests.Sqlite;

public sealed class SqliteJobQueueConformanceTests : InferenceJobQueueContractTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteJobQueue _queue;

    public SqliteJobQueueConformanceTests() =>
        _queue = SqliteJobQueue.Open(new SqliteJobQueueOptions { Path = Path.Combine(_folder.Path, "jobs.db") }, _time);

    protected override IInferenceJobQueue Queue => _queue;

    public void Dispose()
    {
        _queue.Dispose();
        _folder.Dispose();
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
