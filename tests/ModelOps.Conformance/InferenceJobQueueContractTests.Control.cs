using Xunit;

namespace ModelOps.Conformance;

public abstract partial class InferenceJobQueueContractTests
{
    [Fact]
    public async Task Cancel_WaitingJob_IsCancelledAtOnce()
    {
        InferenceJob job = await SubmitAsync();

        InferenceJob cancelled = await Queue.CancelAsync(job.Id, Cancellation);

        Assert.Equal(InferenceJobState.Cancelled, cancelled.State);
        Assert.Null(await Queue.ClaimAsync("w", Long, Cancellation));
        Assert.Equal(InferenceJobState.Cancelled, (await Queue.CancelAsync(job.Id, Cancellation)).State);
        Assert.Equal(0, (await Queue.GetDepthAsync(Cancellation)).Ready);
    }

    [Fact]
    public async Task Cancel_DelayedJob_IsCancelledAtOnce()
    {
        InferenceJob job = await SubmitAsync();
        await Queue.SettleAsync(await ClaimAsync(), Retry(Short), Cancellation);

        await Queue.CancelAsync(job.Id, Cancellation);
        await PassAsync(Short * 2);

        Assert.Null(await Queue.ClaimAsync("w", Long, Cancellation));
        Assert.Equal(InferenceJobState.Cancelled, (await FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task Cancel_RunningJob_IsHeardByItsWorker()
    {
        InferenceJob job = await SubmitAsync();
        InferenceJobLease lease = await ClaimAsync();

        InferenceJob asked = await Queue.CancelAsync(job.Id, Cancellation);

        Assert.Equal((InferenceJobState.Running, true), (asked.State, asked.IsCancellationRequested));
        Assert.Equal(InferenceJobRenewal.CancellationRequested, await Queue.RenewAsync(lease, Long, null, Cancellation));
        await Queue.SettleAsync(lease, Retry(TimeSpan.Zero), Cancellation);
        Assert.Equal(InferenceJobState.Cancelled, (await FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task Cancel_RunningJobWhoseWorkerIsLost_IsNotRunAgain()
    {
        InferenceJob job = await SubmitAsync();
        await ClaimAsync(Short);
        await Queue.CancelAsync(job.Id, Cancellation);
        await PassAsync(Short * 2);

        Assert.Null(await Queue.ClaimAsync("w", Long, Cancellation));
        Assert.Equal(InferenceJobState.Cancelled, (await FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task Cancel_UnknownJob_IsNotFound()
    {
        await Assert.ThrowsAsync<JobNotFoundException>(async () => await Queue.CancelAsync("nope", Cancellation));
        await Assert.ThrowsAsync<JobNotFoundException>(async () => await Queue.ReplayAsync("nope", Cancellation));
    }

    [Fact]
    public async Task Depth_OfEachState_IsCounted()
    {
        for (int i = 0; i < 4; i++) { await SubmitAsync($"{i}"); }
        await ClaimAsync();
        await Queue.SettleAsync(await ClaimAsync(), Retry(Long), Cancellation);
        await PassAsync(Short);

        InferenceJobQueueDepth depth = await Queue.GetDepthAsync(Cancellation);

        Assert.Equal((2, 1, 1, 0), (depth.Ready, depth.Delayed, depth.Running, depth.Dead));
        Assert.InRange(depth.OldestAge, Short, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Purge_ExpiredJob_IsForgottenAndItsKeyIsFree()
    {
        InferenceJobSubmission submission = Submission(key: "k") with { Retention = Short };
        InferenceJob job = await Queue.SubmitAsync(submission, Cancellation);
        await Queue.SettleAsync(await ClaimAsync(), Done(), Cancellation);
        await PassAsync(Short * 2);

        Assert.Null(await Queue.FindAsync(job.Id, Cancellation));
        Assert.Null(await ResultAsync(job.Id));
        await Queue.PurgeAsync(Cancellation);

        Assert.Empty(await Queue.ListAsync(new InferenceJobQuery(), Cancellation));
        Assert.NotEqual(job.Id, (await Queue.SubmitAsync(submission, Cancellation)).Id);
    }

    [Fact]
    public async Task Webhook_EndedJob_ComesUntilItsDeliveryIsRecorded()
    {
        await SubmitAsync("no webhook");
        InferenceJobWebhook hook = new() { Url = new Uri("https://example.com/hook") };
        await Queue.SettleAsync(await ClaimAsync(), Done(), Cancellation);
        InferenceJob job = await Queue.SubmitAsync(Submission("with") with { Webhook = hook.Url }, Cancellation);
        Assert.Null(await Queue.ClaimWebhookAsync(Long, Cancellation));
        await Queue.SettleAsync(await ClaimAsync(), Done(), Cancellation);

        Assert.Equal(job.Id, (await Queue.ClaimWebhookAsync(Short, Cancellation))!.Id);
        await PassAsync(Short * 2);
        Assert.Equal(job.Id, (await Queue.ClaimWebhookAsync(Long, Cancellation))!.Id);
        Assert.Null(await Queue.ClaimWebhookAsync(Long, Cancellation));
        await Queue.RecordWebhookAsync(job.Id, hook, Cancellation);
        Assert.Equal(job.Id, (await Queue.ClaimWebhookAsync(Long, Cancellation))!.Id);
        await Queue.RecordWebhookAsync(job.Id, hook with { State = WebhookState.Delivered, Attempts = 2, LastOutcome = "204" }, Cancellation);

        Assert.Null(await Queue.ClaimWebhookAsync(Long, Cancellation));
        Assert.Equal(hook with { State = WebhookState.Delivered, Attempts = 2, LastOutcome = "204" }, (await FindAsync(job.Id)).Webhook);
    }
}
