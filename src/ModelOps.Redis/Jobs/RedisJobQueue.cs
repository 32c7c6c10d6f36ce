using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>A queue in Redis Streams, for any number of hosts. Its steps are <see cref="JobScripts"/>.</summary>
internal sealed partial class RedisJobQueue : IInferenceJobQueue
{
    private const int PurgeAtOnce = 200;
    private const int LookAtOnce = 200;
    private readonly RedisConnection _connection;
    private readonly RedisJobQueueOptions _options;
    private readonly TimeProvider _time;
    private readonly RedisKey[] _base;
    private readonly JobNews _news;

    public RedisJobQueue(RedisConnection connection, IOptions<RedisJobQueueOptions> options, TimeProvider time)
    {
        _connection = connection;
        _options = options.Value;
        _time = time;
        string name = $"{{{connection.KeyPrefix}:jobs}}"; // braces: one slot of a cluster for all keys
        _base = [name];
        _news = new JobNews(connection, RedisChannel.Literal($"{name}:news"));
    }

    public async ValueTask<InferenceJob> SubmitAsync(InferenceJobSubmission submission, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submission);
        JobSubmissionRules.Check(submission);
        RedisResult[] answer = (RedisResult[])(await RunAsync(
            JobScripts.Submit,
            cancellationToken,
            Guid.CreateVersion7(_time.GetUtcNow()).ToString("N"),
            submission.Tenant ?? string.Empty,
            IdempotencyKey(submission),
            JobSubmissionRules.Fingerprint(submission),
            Milliseconds(_options.IdempotencyWindow),
            _options.MaxQueued,
            submission.Kind,
            submission.Model.ToString(),
            submission.MaxAttempts,
            Milliseconds(submission.Retention),
            Milliseconds(submission.DeadLetterRetention),
            JsonSerializer.Serialize(new Dictionary<string, string>(submission.Properties), RedisJobsJson.Default.DictionaryStringString),
            submission.Webhook?.AbsoluteUri ?? string.Empty,
            submission.Payload).ConfigureAwait(false))!;
        return (string?)answer[0] switch
        {
            "full" => throw new JobQueueFullException($"{_options.MaxQueued} jobs wait, as many as {RedisJobQueueOptions.SectionName}:{nameof(_options.MaxQueued)} allows"),
            "conflict" => throw new JobConflictException(JobReader.Read(answer[1]).Id),
            _ => JobReader.Read(answer[1]),
        };
    }

    public async ValueTask<InferenceJob?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return JobReader.ReadOrNull(await RunAsync(JobScripts.Find, cancellationToken, id).ConfigureAwait(false));
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadResultAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        byte[]? result = (byte[]?)await RunAsync(JobScripts.ReadResult, cancellationToken, id).ConfigureAwait(false);
        return result is null ? null : (ReadOnlyMemory<byte>?)result;
    }

    public async ValueTask<IReadOnlyList<InferenceJob>> ListAsync(InferenceJobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        JobSubmissionRules.Check(query);
        string state = query.State is { } one ? ((int)one).ToString(CultureInfo.InvariantCulture) : string.Empty;
        string index = query.Tenant is not null ? $":tenant:{query.Tenant}" : state.Length > 0 ? $":state:{state}" : ":all";
        string after = query.After ?? string.Empty;
        List<InferenceJob> jobs = [];
        do
        {
            RedisResult[] page = (RedisResult[])(await RunAsync(
                JobScripts.List, cancellationToken, index, after, LookAtOnce, state, query.Tenant is null ? "*" : $"={query.Tenant}").ConfigureAwait(false))!;
            after = (string)page[0]!;
            jobs.AddRange(((RedisResult[])page[1]!).Select(JobReader.Read).Take(query.Limit - jobs.Count));
        }
        while (after.Length > 0 && jobs.Count < query.Limit);
        return jobs;
    }

    public async ValueTask<InferenceJobQueueDepth> GetDepthAsync(CancellationToken cancellationToken = default)
    {
        long[] counts = (long[])(await RunAsync(JobScripts.Depth, cancellationToken).ConfigureAwait(false))!;
        return new InferenceJobQueueDepth { Ready = counts[0], Delayed = counts[1], Running = counts[2], Dead = counts[3], OldestAge = TimeSpan.FromMilliseconds(counts[4]) };
    }

    public async ValueTask<int> PurgeAsync(CancellationToken cancellationToken = default) =>
        (int)await RunAsync(JobScripts.Purge, cancellationToken, PurgeAtOnce).ConfigureAwait(false);

    public async ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        await _news.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    /// <summary>A digest: what callers send has no bounds, and a tenant and a key must not read as another tenant and key.</summary>
    private static string IdempotencyKey(InferenceJobSubmission submission)
    {
        if (submission.IdempotencyKey is not { } key) { return string.Empty; }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{submission.Tenant}\n{key}")));
    }

    private async Task<RedisResult> RunAsync(string script, CancellationToken cancellationToken, params RedisValue[] arguments)
    {
        try
        {
            IDatabase database = await _connection.GetDatabaseAsync().ConfigureAwait(false);
            return await database.ScriptEvaluateAsync(script, _base, arguments).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException or IOException)
        {
            string why = error is RedisServerException ? "Redis refuses the command; see the inner error, and whether its memory is full" : "Redis cannot be reached, or answers too late";
            throw new JobStoreException(isDamaged: false, $"The job queue's storage is not available: {why}. Try again.", error);
        }
    }
}
