using System.Globalization;
using System.Text.Json;
using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>Jobs as the scripts answer them.</summary>
internal static class JobReader
{
    public static InferenceJob? ReadOrNull(RedisResult result) => result.IsNull || result.Length < 0 ? null : Read(result);

    public static InferenceJob Read(RedisResult result)
    {
        RedisValue[] fields = (RedisValue[])result!;
        return new InferenceJob
        {
            Id = fields[0]!,
            Kind = fields[1]!,
            Model = ModelReference.Parse(fields[2]!),
            Tenant = fields[3] is { IsNullOrEmpty: false } tenant ? (string)tenant! : null,
            State = (InferenceJobState)(int)fields[4],
            Attempt = (int)fields[5],
            MaxAttempts = (int)fields[6],
            CreatedAt = Time(fields[7])!.Value,
            DueAt = Time(fields[8])!.Value,
            StartedAt = Time(fields[9]),
            FinishedAt = Time(fields[10]),
            ExpiresAt = Time(fields[11]),
            IsCancellationRequested = fields[12] == 1,
            Error = fields[13].IsNull ? null : new InferenceJobError(fields[13]!, fields[14]!),
            Progress = fields[15].IsNull ? null : new InferenceJobProgress((long)fields[15], fields[16].IsNull ? null : (long)fields[16]),
            Webhook = fields[17].IsNull ? null : new InferenceJobWebhook
            {
                Url = new Uri(fields[17]!),
                State = (WebhookState)(int)fields[18],
                Attempts = (int)fields[19],
                LastOutcome = fields[20].IsNull ? null : (string)fields[20]!,
            },
            Properties = JsonSerializer.Deserialize((string)fields[21]!, RedisJobsJson.Default.DictionaryStringString)!,
        };
    }

    private static DateTimeOffset? Time(RedisValue value) =>
        value.IsNull ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(value.ToString(), CultureInfo.InvariantCulture));
}
