using Microsoft.Extensions.Options;
using ModelOps.Jobs.Diagnostics;

namespace ModelOps.Jobs;

/// <summary>Submits by the host's settings.</summary>
internal sealed class InferenceJobClient(IInferenceJobQueue queue, IOptions<JobsOptions> settings, JobMetrics metrics) : IInferenceJobClient
{
    public async ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, InferenceJobOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        InferenceJobOptions job = options ?? new();
        JobsOptions rules = settings.Value;
        if (job.Webhook is not null) { CheckWebhook(job.Webhook, rules.Webhooks); }
        InferenceJob submitted = await queue.SubmitAsync(
            new InferenceJobSubmission
            {
                Model = request.Model,
                Payload = InferenceJobPayload.Encode(request),
                Tenant = request.Context.Tenant,
                IdempotencyKey = request.Context.IdempotencyKey,
                MaxAttempts = rules.MaxAttempts,
                Retention = rules.Retention,
                DeadLetterRetention = rules.DeadLetterRetention,
                Webhook = job.Webhook,
                Properties = job.Properties,
            },
            cancellationToken).ConfigureAwait(false);
        metrics.Submitted(submitted);
        return submitted;
    }

    public async ValueTask<InferenceJob> ReadResponseAsync(string id, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        InferenceJob job = await queue.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new JobNotFoundException(id);
        if (job.State != InferenceJobState.Succeeded || job.Kind != InferenceJob.InferKind) { throw new JobStateException(job, "only a prediction that succeeded has an answer"); }
        ReadOnlyMemory<byte> result = await queue.ReadResultAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new JobNotFoundException(id);
        InferenceJobPayload.Decode(result.Span, response);
        return job;
    }

    private static void CheckWebhook(Uri url, WebhookOptions options)
    {
        if (options.Secrets.Count == 0)
        {
            throw new JobRefusedException($"this host sends no webhooks. Leave the webhook out, or set {JobsOptions.SectionName}:{nameof(JobsOptions.Webhooks)}:{nameof(options.Secrets)}.");
        }

        if (url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttp && !options.AllowHttp)
        {
            throw new JobRefusedException("its webhook must use https.");
        }
    }
}
