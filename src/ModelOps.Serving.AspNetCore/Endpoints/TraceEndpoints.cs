using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Tracing;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>The trace extension over the tracing of all mapped inference endpoints.</summary>
internal sealed class TraceEndpoints(IModelHost host, RequestBodies bodies)
{
    public Task GetAsync(HttpContext context) => WriteAsync(context, ModelOf(context));

    public async Task PostAsync(HttpContext context)
    {
        string? model = ModelOf(context);
        TraceChange change = await bodies.ReadAsync(context, TraceSettingReader.Read).ConfigureAwait(false);
        foreach (InferenceTracing tracing in Mapped(context)) { tracing.Set(model, change); }
        await WriteAsync(context, model).ConfigureAwait(false);
    }

    private static IEnumerable<InferenceTracing> Mapped(HttpContext context) => context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(static e => e.Metadata.GetMetadata<InferenceTracing>())
        .OfType<InferenceTracing>()
        .Distinct();

    private static Task WriteAsync(HttpContext context, string? model)
    {
        TraceSetting setting = Mapped(context).FirstOrDefault()?.Get(model) ?? TraceSetting.Standard;
        return JsonAnswer.WriteAsync(context.Response, writer => Write(writer, setting), context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter writer, TraceSetting setting)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("trace_level"u8);
        writer.WriteStringValue(setting.IsOn == true ? "TIMESTAMPS"u8 : "OFF"u8);
        writer.WriteEndArray();
        writer.WriteString("trace_rate"u8, setting.Rate?.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("trace_count"u8, setting.Count?.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("log_frequency"u8, "0"u8);
        writer.WriteString("trace_file"u8, ""u8);
        writer.WriteEndObject();
    }

    private string? ModelOf(HttpContext context)
    {
        if (context.Request.RouteValues["model"] is not string text) { return null; }
        string name = ModelReference.ToModel(text).Name;
        IReadOnlyList<HostedModelStatus> models = host.Models;
        return models.Any(m => m.Name == name) ? name : throw new ModelNotFoundException(name, [.. models.Select(static m => m.Name).Distinct(StringComparer.Ordinal)]);
    }
}
