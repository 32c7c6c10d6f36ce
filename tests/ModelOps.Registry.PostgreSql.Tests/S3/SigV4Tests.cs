using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>The examples of Amazon's S3 API Reference: "Signature Calculations for the Authorization Header" and "Using Query Parameters".</summary>
public sealed class SigV4Tests
{
    private static readonly DateTimeOffset At = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly S3Credentials Credentials = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    private static readonly S3Address Address = new(new Uri("https://s3.amazonaws.com"), "examplebucket", pathStyle: false);

    public static TheoryData<string, string, string, string, string[], string> Examples => new()
    {
        { "GET", "test.txt", "", SigV4.EmptySha256, ["Range: bytes=0-9"], "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41" },
        {
            "PUT", "test$file.text", "", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            ["Date: Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class: REDUCED_REDUNDANCY"], "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        },
        { "GET", "", "lifecycle=", SigV4.EmptySha256, [], "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
        { "GET", "", "max-keys=2&prefix=J", SigV4.EmptySha256, [], "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Sign_PublishedExample_HasItsSignature(string method, string key, string query, string payload, string[] headers, string signature)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), Address.Of(key, query));
        foreach (string[] header in headers.Select(static h => h.Split(": ", 2))) { request.Headers.TryAddWithoutValidation(header[0], header[1]); }

        new SigV4(Credentials, "us-east-1").Sign(request, payload, At);

        string authorization = request.Headers.GetValues("Authorization").Single();
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=", authorization, StringComparison.Ordinal);
        Assert.EndsWith($",Signature={signature}", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void Presign_PublishedExample_HasItsSignature()
    {
        string query = new SigV4(Credentials, "us-east-1").Presign(HttpMethod.Get, "examplebucket.s3.amazonaws.com", "/test.txt", [], TimeSpan.FromDays(1), At);

        Assert.Equal(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
            + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            query);
    }

    [Fact]
    public void Sign_TemporaryCredentials_SignsTheToken()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Address.Of("a"));

        new SigV4(new S3Credentials("id", "secret", "token"), "us-east-1").Sign(request, SigV4.EmptySha256, At);

        Assert.Equal("token", request.Headers.GetValues("x-amz-security-token").Single());
        Assert.Contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b/c~d", "/models/a%20b/c~d")]
    [InlineData("ü+(1).onnx", "/models/%C3%BC%2B%281%29.onnx")]
    [InlineData("a/../b", "/models/a/../b")]
    [InlineData("a//b", "/models/a//b")]
    public void Address_Key_IsSentAsItIsSigned(string key, string path)
    {
        S3Address address = new(new Uri("http://127.0.0.1:9000"), "models", pathStyle: true);

        Assert.Equal((path, path), (address.PathOf(key), address.Of(key).AbsolutePath));
        Assert.Equal("http://127.0.0.1:9000" + path, address.Of(key).OriginalString);
    }

    [Theory]
    [InlineData("https://s3.amazonaws.com", "s3.amazonaws.com")]
    [InlineData("https://host:444", "host:444")]
    [InlineData("http://127.0.0.1:9000", "127.0.0.1:9000")]
    [InlineData("http://[::1]:9000", "[::1]:9000")]
    [InlineData("http://[::1]", "[::1]")]
    public void HostOf_Uri_IsWhatHttpSends(string uri, string host) => Assert.Equal(host, SigV4.HostOf(new Uri(uri)));
}
