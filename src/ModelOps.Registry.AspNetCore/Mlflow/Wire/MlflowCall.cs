using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>One call of the API.</summary>
internal readonly struct MlflowCall(HttpContext context, MlflowFields fields)
{
    public HttpContext Context => context;

    public MlflowFields Fields => fields;

    public CancellationToken Cancellation => context.RequestAborted;

    /// <summary>Who calls, as the host's authentication says; null when nobody was asked.</summary>
    public string? Actor => context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : null;

    /// <summary>What makes a creation that is sent again the same creation; null when the caller says nothing.</summary>
    public string? IdempotencyKey => context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : null;

    /// <summary>A part of the path.</summary>
    public string Route(string name) => context.GetRouteValue(name) as string ?? string.Empty;

    public Task AnswerAsync(Action<Utf8JsonWriter> writeFields) => MlflowAnswer.WriteAsync(context, writeFields);

    /// <summary>Nothing to say is an empty object.</summary>
    public Task AnswerAsync() => MlflowAnswer.WriteAsync(context, static _ => { });
}
