using System.Text;
using Xunit;

namespace ModelOps.Conformance;

public abstract partial class InferenceJobQueueContractTests
{
    [Fact]
    public async Task Submit_Job_IsQueuedAndFoundAsItWasGiven()
    {
        InferenceJob job = await Queue.SubmitAsync(Submission(tenant: "a") with { Webhook = new Uri("https://example.com/hook") }, Cancellation);

        Assert.Equal(InferenceJobState.Queued, job.State);
        Assert.Equal("demand@champion", job.Model.ToString());
        Assert.Equal("a", job.Tenant);
        Assert.Equal("binary", job.Properties["form"]);
        Assert.Equal(2, job.MaxAttempts);
        Assert.Equal(WebhookState.Pending, job.Webhook!.State);
        InferenceJob found = await FindAsync(job.Id);
        Assert.Equal(job.CreatedAt, found.CreatedAt);
        Assert.Equal(job.Webhook, found.Webhook);
        Assert.Null(await ResultAsync(job.Id));
    }

    [Fact]
    public async Task Submit_SameKeySameWork_IsTheSameJob()
    {
        InferenceJob first = await SubmitAsync(key: "k");
        InferenceJob second = await SubmitAsync(key: "k");
        InferenceJob other = await SubmitAsync(key: "k", tenant: "other");

        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal(2, (await Queue.GetDepthAsync(Cancellation)).Ready);
    }

    [Fact]
    public async Task Submit_SameKeyOtherWork_IsRefused()
    {
        InferenceJob first = await SubmitAsync("one", "k");

        JobConflictException error = await Assert.ThrowsAsync<JobConflictException>(() => SubmitAsync("two", "k"));

        Assert.Equal(first.Id, error.Id);
    }

    [Fact]
    public async Task Submit_ManyAtOnceWithOneKey_IsOneJob()
    {
        InferenceJob[] jobs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SubmitAsync(key: "k")));

        Assert.Single(jobs.Select(static j => j.Id).Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task Submit_AttemptsOutOfRange_IsRefused(int attempts) =>
        await Assert.ThrowsAsync<JobRefusedException>(async () => await Queue.SubmitAsync(Submission() with { MaxAttempts = attempts }, Cancellation));

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:pw@example.com/")]
    public async Task Submit_WebhookThatIsNoPlainUrl_IsRefused(string url) =>
        await Assert.ThrowsAsync<JobRefusedException>(async () => await Queue.SubmitAsync(Submission() with { Webhook = new Uri(url) }, Cancellation));

    [Fact]
    public async Task Submit_BinaryPayload_ComesToTheWorkerUnchanged()
    {
        byte[] payload = [.. Enumerable.Range(0, 70_000).Select(static i => (byte)(i * 31))];
        await Queue.SubmitAsync(Submission() with { Payload = payload }, Cancellation);

        InferenceJobLease lease = await ClaimAsync();

        Assert.Equal(payload, lease.Payload.ToArray());
    }

    [Fact]
    public async Task Find_UnknownJob_IsNull() => Assert.Null(await Queue.FindAsync("0198c0ffee", Cancellation));

    [Fact]
    public async Task List_Pages_GiveEachJobOnceNewestFirst()
    {
        List<string> ids = [];
        for (int i = 0; i < 7; i++)
        {
            ids.Add((await SubmitAsync($"{i}", tenant: i % 2 == 0 ? "a" : "b")).Id);
            await PassAsync(TimeSpan.FromMilliseconds(2)); // identifiers sort by the millisecond
        }

        List<string> listed = [];
        string? after = null;
        do
        {
            IReadOnlyList<InferenceJob> page = await Queue.ListAsync(new InferenceJobQuery { After = after, Limit = 3 }, Cancellation);
            listed.AddRange(page.Select(static j => j.Id));
            after = page.Count == 3 ? page[^1].Id : null;
        }
        while (after is not null);

        Assert.Equal(ids.AsEnumerable().Reverse(), listed);
        IReadOnlyList<InferenceJob> ofTenant = await Queue.ListAsync(new InferenceJobQuery { Tenant = "b" }, Cancellation);
        Assert.Equal([ids[5], ids[3], ids[1]], ofTenant.Select(static j => j.Id));
    }

    [Fact]
    public async Task List_OfAState_HasThoseOnly()
    {
        InferenceJob first = await SubmitAsync("1");
        await SubmitAsync("2");
        await Queue.CancelAsync(first.Id, Cancellation);

        IReadOnlyList<InferenceJob> cancelled = await Queue.ListAsync(new InferenceJobQuery { State = InferenceJobState.Cancelled }, Cancellation);

        Assert.Equal(first.Id, Assert.Single(cancelled).Id);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Queue.ListAsync(new InferenceJobQuery { Limit = 0 }, Cancellation));
    }

    [Fact]
    public async Task WaitForWork_Submission_EndsTheWait()
    {
        Task wait = Queue.WaitForWorkAsync(TimeSpan.FromSeconds(30), Cancellation).AsTask();
        while (!wait.IsCompleted)
        {
            await SubmitAsync(Encoding.UTF8.GetString([65]));
            await Task.WhenAny(wait, Task.Delay(50, Cancellation));
        }

        await wait;
    }
}
