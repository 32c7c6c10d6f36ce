using System.Globalization;
using System.Text;
using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every <see cref="IVersionDocumentStore"/> must do. A test class of each implementation derives from it.</summary>
public abstract class VersionDocumentStoreContractTests
{
    private const string Card = "model-card.json";

    /// <summary>An empty store; a new one for each test.</summary>
    protected abstract IVersionDocumentStore Store { get; }

    /// <summary>Another process's view of the same store.</summary>
    protected abstract IVersionDocumentStore Other { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes the next version of a model.</summary>
    /// <returns>Its number.</returns>
    protected abstract Task<long> RegisterAsync(string model = "demand");

    [Fact]
    public async Task PutAsync_Document_IsFoundListedAndReplaced()
    {
        await RegisterAsync();
        await RegisterAsync();
        await RegisterAsync("Demand");
        Assert.Null(await Store.FindAsync("demand", 1, Card, Cancellation));
        Assert.Empty(await Store.ListAsync("demand", 1, Cancellation));

        await PutAsync("first");
        await PutAsync("second");
        await Store.PutAsync("demand", 1, "a.sig", new byte[] { 0, 1, 255 }, Cancellation);
        await Store.PutAsync("Demand", 1, "a.sig", ReadOnlyMemory<byte>.Empty, Cancellation);

        Assert.Equal("second", await FindAsync());
        Assert.Equal([0, 1, 255], (await Other.FindAsync("demand", 1, "a.sig", Cancellation))!);
        Assert.Equal(["a.sig", Card], await Other.ListAsync("demand", 1, Cancellation));
        Assert.Empty((await Store.FindAsync("Demand", 1, "a.sig", Cancellation))!);
        Assert.Empty(await Store.ListAsync("demand", 2, Cancellation));
        Assert.Empty(await Store.ListAsync("nobody", 1, Cancellation));
    }

    [Fact]
    public async Task PutAsync_SeveralMegabytes_AreReadBack()
    {
        await RegisterAsync();
        byte[] content = new byte[(5 << 20) + 1];
        new Random(1).NextBytes(content);

        await Store.PutAsync("demand", 1, Card, content, Cancellation);

        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content)), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData((await Other.FindAsync("demand", 1, Card, Cancellation))!)));
    }

    [Theory]
    [InlineData("../demand", 1, "a.sig")]
    [InlineData("demand", 0, "a.sig")]
    [InlineData("demand", -1, "a.sig")]
    [InlineData("demand", 1, "../a.sig")]
    [InlineData("demand", 1, "a/b")]
    [InlineData("demand", 1, "a\\b")]
    [InlineData("demand", 1, "a~")]
    [InlineData("demand", 1, ".hidden")]
    [InlineData("demand", 1, "é")]
    [InlineData("demand", 1, "")]
    public async Task AnyCall_NamesThatAreNone_AreRefused(string model, long number, string name)
    {
        await RegisterAsync();
        await AssertRefusedAsync(() => Store.PutAsync(model, number, name, new byte[] { 1 }, Cancellation));
        await AssertRefusedAsync(() => Store.TryReplaceAsync(model, number, name, null, new byte[] { 1 }, Cancellation));
        await AssertRefusedAsync(() => Store.FindAsync(model, number, name, Cancellation));
        Assert.Empty(await Store.ListAsync("demand", 1, Cancellation));
    }

    [Fact]
    public async Task PutAsync_TooLargeOrCancelled_ChangesNothing()
    {
        await RegisterAsync();
        await PutAsync("first");

        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync("demand", 1, Card, new byte[IVersionDocumentStore.MaxBytes + 1], Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("demand", 1, Card, new byte[100], new CancellationToken(canceled: true)));

        Assert.Equal("first", await FindAsync());
        Assert.Equal([Card], await Store.ListAsync("demand", 1, Cancellation));
    }

    [Fact]
    public async Task TryReplaceAsync_OnlyWhatWasRead_IsReplaced()
    {
        await RegisterAsync();
        Assert.False(await ReplaceAsync("first", "second"));
        Assert.Null(await FindAsync());

        Assert.True(await ReplaceAsync(null, "first"));
        Assert.False(await ReplaceAsync(null, "again"));
        Assert.False(await ReplaceAsync("other", "second"));
        Assert.True(await ReplaceAsync("first", "second"));
        Assert.False(await ReplaceAsync("first", "third"));

        Assert.Equal("second", await FindAsync());
    }

    [Fact]
    public async Task TryReplaceAsync_ManyAtOnce_OneWins()
    {
        await RegisterAsync();

        bool[] won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : Other).TryReplaceAsync("demand", 1, Card, null, Encoding.UTF8.GetBytes($"by {i}"), Cancellation), Cancellation)));

        Assert.Equal($"by {Array.IndexOf(won, true)}", await FindAsync());
        Assert.Single(won, static w => w);
    }

    [Fact]
    public async Task TryReplaceAsync_CountedUpByMany_LosesNoCount()
    {
        await RegisterAsync();
        await PutAsync("0");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => CountUpAsync(i % 2 == 0 ? Store : Other, 5), Cancellation)));

        Assert.Equal("20", await FindAsync());
    }

    [Fact]
    public async Task PutAsync_ManyAtOnce_LeavesOneOfThemWhole()
    {
        await RegisterAsync();

        await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : Other).PutAsync("demand", 1, Card, Enumerable.Repeat((byte)i, 10_000).ToArray(), Cancellation), Cancellation)));

        byte[] last = (await Store.FindAsync("demand", 1, Card, Cancellation))!;
        Assert.Equal(10_000, last.Length);
        Assert.Single(last.Distinct());
        Assert.Equal([Card], await Store.ListAsync("demand", 1, Cancellation));
    }

    protected Task PutAsync(string content, long number = 1) => Store.PutAsync("demand", number, Card, Encoding.UTF8.GetBytes(content), Cancellation);

    protected async Task<string?> FindAsync(string model = "demand", long number = 1) =>
        await Other.FindAsync(model, number, Card, Cancellation) is { } content ? Encoding.UTF8.GetString(content) : null;

    protected Task<bool> ReplaceAsync(string? expected, string content) => Store.TryReplaceAsync(
        "demand", 1, Card, expected is null ? null : Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(content), Cancellation);

    private static async Task CountUpAsync(IVersionDocumentStore store, int times)
    {
        for (int done = 0; done < times;)
        {
            byte[] before = (await store.FindAsync("demand", 1, Card, Cancellation))!;
            int next = int.Parse(before, CultureInfo.InvariantCulture) + 1;
            if (await store.TryReplaceAsync("demand", 1, Card, before, Encoding.UTF8.GetBytes(next.ToString(CultureInfo.InvariantCulture)), Cancellation)) { done++; }
        }
    }

    private static async Task AssertRefusedAsync(Func<Task> call)
    {
        Exception? error = await Record.ExceptionAsync(call);
        Assert.True(error is ArgumentException or InvalidModelReferenceException, error?.ToString());
    }
}
