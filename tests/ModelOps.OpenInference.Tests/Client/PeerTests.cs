using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelOps.OpenInference.Tests.Fakes;
using static ModelOps.OpenInference.Tests.Fakes.ScriptedServer;

namespace ModelOps.OpenInference.Tests.Client;

/// <summary>Servers that behave as Triton and MLServer do, and what they are sent.</summary>
public sealed class PeerTests
{
    [Fact]
    public async Task Triton_EmptyBodiesAnd400ForUnknown_ReadinessByStatusAlone()
    {
        await using ScriptedServer server = await StartAsync();
        server.Other = static context =>
        {
            string path = context.Request.Path.Value!;
            if (path == "/v2") { return context.Response.WriteAsync("""{"name":"triton","version":"2.73.0","extensions":["classification","binary_tensor_data"]}"""); }
            context.Response.StatusCode = path == "/v2/models/m/ready" ? 200 : 400;
            return path == "/v2/models/n" ? context.Response.WriteAsync("""{"error":"Request for unknown model: 'n' is not found"}""") : Task.CompletedTask;
        };
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        Assert.True(await client.IsReadyAsync(ModelReference.ToModel("m")));
        Assert.False(await client.IsReadyAsync(ModelReference.ToModel("n")));
        await Assert.ThrowsAsync<ModelNotFoundException>(async () => await client.GetMetadataAsync(ModelReference.ToModel("n")));
        Assert.Equal(7, await client.CallAsync());
        (IHeaderDictionary headers, string path, byte[] body) = Assert.Single(server.Seen);
        int length = int.Parse(headers["Inference-Header-Content-Length"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(("/v2/models/m/infer", "application/octet-stream"), (path, (string?)headers.ContentType));
        Assert.Equal("""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":4}}]}""", Encoding.UTF8.GetString(body, 0, length));
        Assert.Equal(BitConverter.GetBytes(3f), body[length..]);
    }

    [Fact]
    public async Task MLServer_NoBinaryExtension_JsonBothWays()
    {
        await using ScriptedServer server = await StartAsync(static context => context.Response.WriteAsync(
            """{"model_name":"m","id":"made-up","parameters":{"content_type":"np","headers":{"a":"b"}},"outputs":[{"name":"y","shape":[1,1],"datatype":"FP32","parameters":{"content_type":"np"},"data":[7.5]}]}"""));
        server.Other = static context => context.Response.WriteAsync("""{"name":"mlserver","version":"1","extensions":[]}""");
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        Assert.Equal(7.5f, await client.CallAsync());

        (IHeaderDictionary headers, _, byte[] body) = Assert.Single(server.Seen);
        Assert.Equal("application/json", headers.ContentType);
        Assert.Equal("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[3]}]}""", Encoding.UTF8.GetString(body));
        using InferenceRequest half = new(ModelReference.ToModel("m"));
        half.Inputs.Add(InferenceTensor.Create<Half>("x", [1], [(Half)1]));
        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await client.InferAsync(half));
        Assert.Contains("no JSON form", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InferAsync_WhatTheCallSays_TravelsInHeadersAndParameters()
    {
        await using ScriptedServer server = await StartAsync();
        using OpenInferenceClient client = RemoteCall.Connect(new Uri(server.Address, "/ml/"), static o =>
        {
            o.Headers["X-Api-Key"] = "k";
            o.BearerToken = static _ => ValueTask.FromResult<string?>("t0ken");
            o.TenantHeader = "X-Tenant";
            o.ForwardedHeaders.Add("X-Region");
            o.BinaryTensors = false;
        });
        using InferenceRequest request = RemoteCall.NewRequest();
        request.Model = ModelReference.ToAlias("m", "champion");
        request.Id = "i";
        request.Parameters.Set("note", "n");
        request.RequestedOutputs.Add("y");
        request.Context.Priority = 2;
        request.Context.Tenant = "acme";
        request.Context.RoutingKey = "r";
        request.Context.IdempotencyKey = "once";
        request.Context.Headers["X-Region"] = "eu";
        request.Context.Headers["X-Secret"] = "s";
        request.Context.Deadline = DateTimeOffset.UtcNow.AddSeconds(20);
        using ActivityListener listener = new() { ShouldListenTo = static s => s.Name == "ModelOps", Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);

        (await client.InferAsync(request)).Dispose();

        (IHeaderDictionary headers, string path, byte[] body) = Assert.Single(server.Seen);
        Assert.Equal("/ml/v2/models/m/versions/champion/infer", path);
        Assert.Equal(["k", "Bearer t0ken", "acme", "r", "once", "eu"], ((string[])["X-Api-Key", "Authorization", "X-Tenant", "ModelOps-Routing-Key", "Idempotency-Key", "X-Region"]).Select(h => (string?)headers[h]));
        Assert.False(headers.ContainsKey("X-Secret"));
        Assert.InRange(int.Parse(headers["ModelOps-Timeout-Ms"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 20_000);
        Assert.NotEmpty(headers.TraceParent.ToString());
        JsonElement json = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("i", 2, "n", "y"), (
            json.GetProperty("id").GetString(), json.GetProperty("parameters").GetProperty("priority").GetInt32(),
            json.GetProperty("parameters").GetProperty("note").GetString(), json.GetProperty("outputs")[0].GetProperty("name").GetString()));
        Assert.InRange(json.GetProperty("parameters").GetProperty("timeout").GetInt64(), 1, 20_000_000);
        request.Context.RoutingKey = "a\r\nX-Evil: 1";
        await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await client.InferAsync(request));
    }
}
