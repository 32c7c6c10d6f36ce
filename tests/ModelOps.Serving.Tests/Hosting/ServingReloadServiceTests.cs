using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class ServingReloadServiceTests
{
    [Fact]
    public async Task ModelsComeChangeAndGoWithTheConfiguration()
    {
        using TemporaryFolder folder = new();
        using Settings settings = new(folder);
        settings.Set("a", 10);
        using TestHost host = settings.CreateHost();
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready");
        Assert.Equal(11f, (await host.CallAsync("a")).Answer);

        settings.Set("b", 20);
        await Eventually.TrueAsync(() => host.Host.Models.Any(static m => m is { Name: "b", State: ModelState.Ready }), "the added one is there");
        settings.Set("a", 30, "2.0.0");
        await Eventually.TrueAsync(() => host.CallAsync("a").Result == ("2.0.0", 31f), "the changed one answers");
        Assert.Single(host.Runtime.Sessions, static s => s.Disposals == 1); // the other one was left alone
        settings.Remove("b");
        await Eventually.TrueAsync(() => host.Host.Models.All(static m => m.Name == "a"), "the removed one is gone");
        await host.StopAsync();
        Assert.All(host.Runtime.Sessions, static s => Assert.Equal((1, false), (s.Disposals, s.IsViolated)));
    }

    [Fact]
    public async Task WrongConfigurationOrBrokenModel_OldStays()
    {
        using TemporaryFolder folder = new();
        using Settings settings = new(folder);
        settings.Set("a", 10);
        using TestHost host = settings.CreateHost();
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready");

        settings.WarmUpRuns = -1;
        settings.Set("b", 20);
        await Eventually.TrueAsync(() => host.Logs.Any(static l => l.Id.Id == 2026), "the configuration is refused");
        Assert.Equal("a", Assert.Single(host.Host.Models).Name);
        settings.WarmUpRuns = 1;
        settings.Reload();
        await Eventually.TrueAsync(() => host.Host.Models.Any(static m => m is { Name: "b", State: ModelState.Ready }), "the mended one is taken");

        File.WriteAllBytes(folder.File("a-3.0.0.onnx"), [1, 2, 3]);
        settings.SetFile("a", "a-3.0.0.onnx", "3.0.0");
        await Eventually.TrueAsync(() => host.Logs.Any(static l => l.Id.Id == 2027), "the broken model is refused");
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("a"));
        await host.StopAsync();
    }

    /// <summary>A settings file that changes.</summary>
    private sealed class Settings : IDisposable
    {
        private readonly TemporaryFolder _folder;
        private readonly SortedDictionary<string, Dictionary<string, string>> _models = [];
        private readonly ConfigurationRoot _configuration;

        public Settings(TemporaryFolder folder)
        {
            _folder = folder;
            Write();
            _configuration = (ConfigurationRoot)new ConfigurationBuilder().AddJsonFile(folder.File("appsettings.json")).Build();
        }

        public int WarmUpRuns { get; set; } = 1;

        public TestHost CreateHost() => new(null, b => b.Services.AddSingleton<IConfiguration>(_configuration));

        public void Set(string name, float offset, string version = "1.0.0")
        {
            _folder.Write($"{name}-{version}.onnx", TestModels.Affine(1f, offset, columns: 1));
            SetFile(name, $"{name}-{version}.onnx", version);
        }

        public void SetFile(string name, string file, string version)
        {
            _models[name] = new() { ["Name"] = name, ["File"] = _folder.File(file), ["FileVersion"] = version, ["Runtime"] = "guarded" };
            Reload();
        }

        public void Remove(string name)
        {
            _models.Remove(name);
            Reload();
        }

        public void Reload()
        {
            Write();
            _configuration.Reload();
        }

        public void Dispose() => _configuration.Dispose();

        private void Write() => _folder.Write("appsettings.json", JsonSerializer.SerializeToUtf8Bytes(new
        {
            ModelOps = new { Serving = new { WarmUpRuns, Models = _models.Values } },
        }));
    }
}
