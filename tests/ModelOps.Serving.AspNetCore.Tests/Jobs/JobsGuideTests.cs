using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Jobs;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Serving.AspNetCore.Tests.Jobs;

public sealed class JobsGuideTests
{
    private static string Guide => File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "docs/guides/async-jobs.md"));

    [Fact]
    public async Task Guide_Host_AnswersTheCallItShows()
    {
        using TemporaryFolder folder = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();

        // <snippet:docs/guides/async-jobs.md#1>
        builder.Services.AddModelOps()
            .AddServing(serving => serving.Models.Add(new() { Name = "demand", File = "models/demand.onnx" }))
            .AddJobs();
        // </snippet>

        builder.Services.Configure<ServingOptions>(o => o.Models[0].File = folder.Write("demand.onnx", TestModels.Affine(scale: 2, offset: 1, columns: 1)));
        builder.Services.Configure<SqliteJobQueueOptions>(o => o.Path = folder.File("jobs.db"));
        builder.Services.AddAuthorization().AddAuthentication();
        await using WebApplication app = builder.Build();

        // <snippet:docs/guides/async-jobs.md#2>
        app.MapModelOps();
        app.MapModelOpsJobs();        // submit, status, result, cancel, own list, depth
        app.MapModelOpsJobsAdmin();   // all tenants, dead letters, replay; callers must be authorised
        // </snippet>

        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<IModelHost>().RefreshAsync("demand", TestContext.Current.CancellationToken);
        string body = Guide.Split("-d '")[1].Split('\'')[0];
        using StringContent content = new(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using HttpClient client = app.GetTestClient();
        using HttpResponseMessage accepted = await client.PostAsync(new Uri("/v2/models/demand/infer-async", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Accepted, accepted.StatusCode);
        string answer = string.Empty;
        for (int i = 0; i < 2000 && !answer.Contains("outputs", StringComparison.Ordinal); i++)
        {
            answer = await client.GetStringAsync($"{accepted.Headers.Location}/result", TestContext.Current.CancellationToken);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Contains("\"data\":[7]", answer, StringComparison.Ordinal);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Guide_ScaledObjects_HaveTheShapeKedaTakesAndNameWhatThereIs()
    {
        YamlMappingNode[] objects = ReadObjects();

        Assert.Equal(2, objects.Length);
        foreach (YamlMappingNode scaled in objects)
        {
            Assert.Equal("keda.sh/v1alpha1", Text(scaled, "apiVersion"));
            Assert.Equal("ScaledObject", Text(scaled, "kind"));
            Assert.NotEmpty(Text((YamlMappingNode)scaled["metadata"], "name"));
            Assert.NotEmpty(Text((YamlMappingNode)scaled["spec"]["scaleTargetRef"], "name"));
            YamlMappingNode trigger = (YamlMappingNode)Assert.Single(((YamlSequenceNode)scaled["spec"]["triggers"]).Children);
            Assert.All(((YamlMappingNode)trigger["metadata"]).Children.Values, static value => Assert.True(
                value is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.DoubleQuoted } || (value is YamlScalarNode plain && !double.TryParse(plain.Value, System.Globalization.CultureInfo.InvariantCulture, out _))));
        }

        YamlNode streams = objects[0]["spec"]["triggers"][0]["metadata"];
        Assert.Equal("{modelops:jobs}:stream", ((YamlScalarNode)streams["stream"]).Value);
        YamlNode api = objects[1]["spec"]["triggers"][0]["metadata"];
        await using JobApp app = await JobApp.StartAsync();
        JsonElement depth = await app.Client.GetAsync(new Uri(Text((YamlMappingNode)api, "url")).AbsolutePath).OkJsonAsync();
        Assert.Equal(0, depth.GetProperty(Text((YamlMappingNode)api, "valueLocation")).GetInt32());
    }

    [Fact]
    public void Guide_ScaledObjects_HaveOnlyWhatTheSchemaOfKedaHas()
    {
        using JsonDocument crd = JsonDocument.Parse(File.ReadAllText(SharedFiles.Require("k8s-schemas/crds/keda.sh_scaledobjects.json")));
        JsonElement version = crd.RootElement.GetProperty("spec").GetProperty("versions").EnumerateArray().Single(static v => v.GetProperty("name").GetString() == "v1alpha1");

        foreach (YamlMappingNode scaled in ReadObjects()) { EnsureFits(version.GetProperty("schema").GetProperty("openAPIV3Schema"), scaled, "$"); }
    }

    private static void EnsureFits(JsonElement schema, YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMappingNode map when schema.TryGetProperty("properties", out JsonElement properties):
                foreach ((YamlNode key, YamlNode value) in map.Children)
                {
                    string name = ((YamlScalarNode)key).Value!;
                    Assert.True(properties.TryGetProperty(name, out JsonElement property), $"KEDA has no {path}.{name}");
                    EnsureFits(property, value, $"{path}.{name}");
                }

                foreach (JsonElement required in schema.TryGetProperty("required", out JsonElement all) ? all.EnumerateArray() : default)
                {
                    Assert.True(map.Children.ContainsKey(required.GetString()!), $"{path} needs {required}");
                }

                break;
            case YamlSequenceNode list:
                foreach (YamlNode item in list.Children) { EnsureFits(schema.GetProperty("items"), item, path); }
                break;
            default:
                break;
        }
    }

    private static YamlMappingNode[] ReadObjects() =>
        [.. Guide.Split("```yaml\n").Skip(1).Select(static block =>
        {
            YamlStream stream = [];
            stream.Load(new StringReader(block[..block.IndexOf("```", StringComparison.Ordinal)]));
            return (YamlMappingNode)stream.Documents[0].RootNode;
        })];

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;
}
