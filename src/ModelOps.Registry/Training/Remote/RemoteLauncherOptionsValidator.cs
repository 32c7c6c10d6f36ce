using Microsoft.Extensions.Options;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Training.Remote;

internal sealed class RemoteLauncherOptionsValidator<T> : IValidateOptions<T>
    where T : RemoteLauncherOptions
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        ValidateOptionsResultBuilder result = new();
        if (ServiceAddress.Check(options.Address, options.AllowPlainHttp) is { } mend)
        {
            bool isSafe = options.Address is { IsAbsoluteUri: true, UserInfo.Length: 0 };
            Fail(nameof(options.Address), isSafe ? options.Address!.GetLeftPart(UriPartial.Path) : null, mend);
        }

        if (options is { Token: not null, TokenSecret: not null }) { result.AddError($"{options.Section} has both Token and TokenSecret. Set one."); }
        if (options.MaxAttempts is < 1 or > 10) { Fail(nameof(options.MaxAttempts), options.MaxAttempts, "Use 1 to 10."); }
        if (options.MaxLogBytes is < 4096 or > 64 << 20) { Fail(nameof(options.MaxLogBytes), options.MaxLogBytes, "Use 4096 to 67108864."); }
        Span(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Span(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Span(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        Span(nameof(options.OutageDuration), options.OutageDuration, TimeSpan.Zero, TimeSpan.FromDays(1));
        switch (options)
        {
            case AirflowOptions airflow when (airflow.UserName is null) != (airflow.PasswordSecret is null):
                result.AddError($"{options.Section} has one of UserName and PasswordSecret. Set both, or neither and a token.");
                break;
            case RayOptions ray:
                foreach ((string job, RayEntrypoint entrypoint) in ray.Entrypoints)
                {
                    if (string.IsNullOrWhiteSpace(entrypoint.Command)) { Fail($"{nameof(ray.Entrypoints)}:{job}:{nameof(entrypoint.Command)}", entrypoint.Command, "Name a command, such as 'python train.py'."); }
                }

                break;
            case ArgoOptions argo:
                if (string.IsNullOrWhiteSpace(argo.Namespace)) { Fail(nameof(argo.Namespace), argo.Namespace, "Name a namespace."); }
                if (argo.ResourceKind is not ("WorkflowTemplate" or "ClusterWorkflowTemplate" or "CronWorkflow"))
                {
                    Fail(nameof(argo.ResourceKind), argo.ResourceKind, "Use WorkflowTemplate, ClusterWorkflowTemplate or CronWorkflow.");
                }

                break;
        }

        return result.Build();

        void Span(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) { Fail(key, value, $"Use {least} to {most}."); }
        }

        void Fail(string key, object? value, string how) => result.AddError($"{options.Section}:{key} is '{value}'. {how}");
    }
}
