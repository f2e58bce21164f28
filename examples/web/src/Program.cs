using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(args, BigBen.Examples.Web.Service.Build);
