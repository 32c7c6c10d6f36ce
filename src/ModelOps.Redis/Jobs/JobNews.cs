using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>Wakes those who wait for work when any host puts a job into the queue. News may be lost; those who wait look by themselves from time to time.</summary>
internal sealed class JobNews(RedisConnection connection, RedisChannel channel)
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _subscribed;

    public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Task next = Volatile.Read(ref _next).Task;
        await SubscribeAsync().ConfigureAwait(false);
        try
        {
            await next.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }
    }

    private async Task SubscribeAsync()
    {
        if (Interlocked.Exchange(ref _subscribed, 1) != 0) { return; }
        try
        {
            IConnectionMultiplexer multiplexer = await connection.ConnectAsync().ConfigureAwait(false);
            await multiplexer.GetSubscriber().SubscribeAsync(channel, (_, _) => Set()).ConfigureAwait(false); // the client subscribes again after each break
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Volatile.Write(ref _subscribed, 0);
        }
    }

    private void Set() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
